"""Errors of the domain: each knows its code, its HTTP status and a text for people.

One place per face turns them into a page or a problem+json body. Messages may be lazy translations: they
become text only when read. A message left out is the class's own text, translated by what `translate_with` was
given (the room `audit` gives Django's gettext and holds the Spanish).
"""

from collections.abc import Callable, Mapping, Sequence

_translate: Callable[[str], str] = str


def gettext_noop(text: str) -> str:
    """Marks a text for translation; says nothing yet."""
    return text


def translate_with(translate: Callable[[str], str]) -> None:
    """How texts of the kernel become the reader's language; called once when the application starts."""
    global _translate
    _translate = translate


class DomainError(Exception):
    """Something the domain refuses. `extra` holds JSON-ready facts for machines, never personal data."""

    code = "error"
    status = 400
    default_message = gettext_noop("This could not be done.")

    def __init__(
        self,
        message: object = "",
        *,
        code: str = "",
        status: int = 0,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self._message = message
        self.code = code or type(self).code
        self.status = status or type(self).status
        self.extra: dict[str, object] = dict(extra or {})

    @property
    def message(self) -> str:
        """The text for people, in the language active when it is read; a Phrase stays one, for a face to say it."""
        told = self._message if isinstance(self._message, str) else str(self._message)
        return told or _translate(self.default_message)

    def __str__(self) -> str:
        return self.message


class _WithReasons(DomainError):
    """A refusal with one text per reason; without a message of its own it says its reasons."""

    def __init__(
        self, message: object = "", *, reasons: Sequence[object] = (), code: str = "",
        extra: Mapping[str, object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(message, code=code, extra=extra)
        self._reasons = tuple(reasons)

    @property
    def reasons(self) -> list[str]:
        return [str(reason) for reason in self._reasons]

    @property
    def message(self) -> str:
        return str(self._message) or " · ".join(self.reasons) or _translate(self.default_message)


class NotAllowed(_WithReasons):
    """The actor may not do this (403); `reasons` says why, one text each."""

    code = "not-allowed"
    status = 403
    default_message = gettext_noop("You are not allowed to do this.")


class NotFound(DomainError):
    """There is no such thing, or the actor may not know that there is (404)."""

    code = "not-found"
    status = 404
    default_message = gettext_noop("This was not found.")


class Conflict(DomainError):
    """It clashes with what is there already (409)."""

    code = "conflict"
    status = 409
    default_message = gettext_noop("This clashes with something that happened in the meantime.")


class StaleRevision(Conflict):
    """Somebody else wrote first (409): the writer saw revision `expected`, the case is at `actual`."""

    code = "stale-revision"
    default_message = gettext_noop(
        "Somebody else changed this in the meantime. Look at it again, then decide."
    )

    def __init__(self, message: object = "", *, expected: int, actual: int) -> None:
        super().__init__(message, extra={"expected": expected, "actual": actual})
        self.expected = expected
        self.actual = actual


class Invalid(DomainError):
    """What was sent cannot be accepted (422); `fields` maps a field path to its texts ("" = the whole)."""

    code = "invalid"
    status = 422
    default_message = gettext_noop("Some answers need your attention.")

    def __init__(
        self,
        message: object = "",
        *,
        fields: Mapping[str, Sequence[object]] | None = None,
        code: str = "",
        extra: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message, code=code, extra=extra)
        self._fields = {key: tuple(texts) for key, texts in (fields or {}).items()}

    @property
    def fields(self) -> dict[str, list[str]]:
        return {key: [str(text) for text in texts] for key, texts in self._fields.items()}


class Refused(_WithReasons):
    """The rules of the service refuse it now (422): guards that do not hold, one text each in `reasons`."""

    code = "refused"
    status = 422
    default_message = gettext_noop("The rules of this service do not allow it now.")


class Unavailable(DomainError):
    """A part this needs does not answer (503); trying again later may work."""

    code = "unavailable"
    status = 503
    default_message = gettext_noop("This does not work right now. Try again in a few minutes.")
