"""Personal data on the page of a case: masked, with the button that asks what for; open for a while once it is said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.access.actors import Actor
from casetypes.cases.models import Case
from casetypes.cases.personal_data import personal, reading_purposes
from casetypes.cases.personal_data.personal import Seen
from casetypes.cases.personal_data.reading_purposes import Purpose
from casetypes.definitions.compiled import CompiledService
from casetypes.forms.builder import type_of
from casetypes.kernel.errors import Invalid
from casetypes.kernel.text import pick


@dataclass(frozen=True)
class Line:
    """One personal answer, open or masked."""

    label: str
    value: str
    open: bool


@dataclass(frozen=True)
class Asked:
    """A purpose that was stated and not accepted: what was chosen and written comes back, with what is wrong."""

    purpose: str
    reason: str
    errors: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Panel:
    """`until` and `purpose` of the reading that opened what is open; `purposes` while something is masked. `seen`: the
    same answers by their keys."""

    seen: Seen
    lines: list[Line]
    purposes: list[Purpose]
    until: datetime | None = None
    purpose: str = ""
    asked: Asked | None = None

    @property
    def masked(self) -> bool:
        return any(not line.open for line in self.lines)

    @property
    def usual(self) -> Purpose | None:
        """The purpose of one click: the first, when it asks nothing more."""
        first = next(iter(self.purposes), None)
        return first if first and first.asks == "nothing" else None


def panel_of(case: Case, compiled: CompiledService, actor: Actor, asked: Asked | None = None) -> Panel:
    """In the order of the form, then what steps asked for. Writes nothing."""
    seen = personal.seen(case, actor)
    lines = _lines(compiled, seen)
    reading = seen.reading if seen.shown else None
    return Panel(
        seen, lines, reading_purposes.purposes() if lines else [], until=reading.until if reading else None,
        purpose=reading_purposes.title_of(reading.purpose) if reading else "", asked=asked,
    )  # fmt: skip


def _lines(compiled: CompiledService, seen: Seen) -> list[Line]:
    known = {*seen.shown, *seen.masked}
    ordered = [key for key in compiled.fields if key in known]
    return [_line(compiled, seen, key) for key in (*ordered, *sorted(known.difference(ordered)))]


def _line(compiled: CompiledService, seen: Seen, key: str) -> Line:
    language = get_language() or "es"
    spec = personal.field_of(compiled, key)
    label = pick(spec.label, language) if spec else ""
    if personal.is_earlier(key):
        label = _("%(question)s, before it was corrected") % {"question": label or personal.question_of(key)}
    if key in seen.masked:
        return Line(label or key, seen.masked[key], open=False)
    value = seen.shown[key]
    return Line(label or key, type_of(spec).display(value, spec, language) if spec else str(value), open=True)


def purpose_sent(request: HttpRequest) -> tuple[str, str]:
    """The purpose's key and what was written beside it."""
    key = request.POST.get("purpose", "")
    return key, request.POST.get(f"reason-{key}", "").strip()


def refused(request: HttpRequest, invalid: Invalid) -> Asked:
    """What was sent, with what is wrong with it."""
    texts = {key: [str(text) for text in found] for key, found in invalid.fields.items()}
    return Asked(*purpose_sent(request), texts)
