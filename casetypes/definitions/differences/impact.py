"""How many open cases a change meets. The rooms above count, in queries whose number does not grow with the changes.

A key of the counts names what was asked: ("all",), ("version", "3"), ("state", "en_obra"), ("field", "via"),
("personal",), ("option", "via", "calle"), ("clock", "solucion").
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import npgettext, pgettext

from casetypes.definitions.diff import Change, Path
from casetypes.definitions.diff.paths import at, fields
from casetypes.definitions.differences.names import CONTEXT, Document
from casetypes.kernel.extension_points import open_cases_counted
from casetypes.kernel.registry import field_types

Asked = tuple[str, ...]
ALL: Asked = ("all",)


@dataclass(frozen=True)
class Wanted:
    """What to count among the open cases of a service; those that already have version `without` are left out."""

    service: str
    without: int | None = None
    asked: frozenset[Asked] = frozenset()

    def of_kind(self, kind: str) -> list[Asked]:
        """What was asked of one kind, in a settled order."""
        return sorted(one for one in self.asked if one[0] == kind)


@dataclass(frozen=True)
class OpenCases:
    """`known` is False when nobody counted: a confidential service, or one that is not published yet."""

    counts: Mapping[Asked, int] = field(default_factory=dict)
    known: bool = False

    @property
    def total(self) -> int:
        return self.counts.get(ALL, 0)

    @property
    def by_version(self) -> dict[int, int]:
        return {int(asked[1]): count for asked, count in sorted(self.counts.items()) if asked[0] == "version"}


def count(wanted: Wanted) -> OpenCases:
    """Ask every room that knows open cases."""
    answers = [answer for answer in open_cases_counted.call(wanted) if answer is not None]
    merged: dict[Asked, int] = {}
    for answer in answers:
        merged.update(answer)
    return OpenCases(merged, known=bool(answers))


def asked_by(change: Change, old: Document) -> Asked:
    """What of the open cases a change meets."""
    path, gone = change.path, change.what in {"removed", "renamed"}
    if path[0] == "states" and len(path) == 2 and gone:
        return ("state", str(change.before if change.what == "renamed" else path[1]))
    if path[0] == "clocks" and len(path) > 1 and change.kind in {"rule", "removal"}:
        return ("clock", str(path[1]))
    if path[0] == "form" and len(path) > 3:
        return _of_question(change, path, old, gone)
    return ALL


def _of_question(change: Change, path: Path, old: Document, gone: bool) -> Asked:
    key = str(change.before if change.what == "renamed" else path[3])
    inner = path[4:]
    if inner == ("type",) or (gone and not inner):
        return ("personal",) if _is_personal(old, key) else ("field", key)
    if gone and len(inner) == 2 and inner[0] == "options":
        return ("personal",) if _is_personal(old, key) else ("option", key, str(inner[1]))
    return ALL


def _is_personal(document: Document, key: str) -> bool:
    spec: Any = fields(document).get(key)
    if not isinstance(spec, Mapping):
        return False
    kind = str(spec.get("type"))
    by_nature = kind in field_types and field_types.get(kind).Options.personal_by_nature
    return spec.get("personal") is True or bool(by_nature)


def asked_by_all(found: Iterable[Change], old: Document) -> frozenset[Asked]:
    return frozenset(asked_by(change, old) for change in found)


def in_words(change: Change, asked: Asked, open_cases: OpenCases, basis: str) -> str:
    """ "41 open cases are not affected"; "" for texts, where nobody counted, and where the legal basis of the version
    says the same of every open case (`Comparison.groups`)."""
    if not open_cases.known or change.kind == "text":
        return ""
    number = open_cases.counts.get(asked, 0)
    if number and number == open_cases.total and change.kind == "rule" and basis:
        return ""
    if not number:
        return pgettext(CONTEXT, "no open case is concerned")
    return _template(change, asked, basis, number) % {"number": number}


def _template(change: Change, asked: Asked, basis: str, number: int) -> str:
    if asked[0] == "state":
        return npgettext(CONTEXT, "%(number)s open case is in it", "%(number)s open cases are in it", number)
    if asked[0] in {"field", "option"}:
        return npgettext(
            CONTEXT, "%(number)s open case has this answer", "%(number)s open cases have this answer", number
        )
    if asked[0] == "personal":
        return npgettext(
            CONTEXT,
            "at most %(number)s open case has this answer",
            "at most %(number)s open cases have this answer",
            number,
        )
    if change.kind == "removal":
        return npgettext(
            CONTEXT, "%(number)s open case may need it", "%(number)s open cases may need it", number
        )
    if change.kind == "addition":
        return npgettext(
            CONTEXT,
            "it can be offered to %(number)s open case",
            "it can be offered to %(number)s open cases",
            number,
        )
    if basis:
        return npgettext(
            CONTEXT,
            "on its legal basis %(number)s open case may be moved to it",
            "on its legal basis %(number)s open cases may be moved to it",
            number,
        )
    return npgettext(
        CONTEXT, "%(number)s open case is not affected", "%(number)s open cases are not affected", number
    )


def basis_of(document: Document) -> str:
    """The legal basis that a version records (`effective: {basis}`); "" without one."""
    found = at(document, ("effective", "basis"))
    return found.strip() if isinstance(found, str) else ""
