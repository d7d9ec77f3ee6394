"""A correction in words: what was answered before and after, to whom may read it, and what followed from it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.access.actors import Actor
from casetypes.cases.corrections import remarks
from casetypes.cases.corrections.weighing import Weighed
from casetypes.cases.models import Case, CaseEvent
from casetypes.cases.personal_data.personal import Seen
from casetypes.cases.roles import roles_for
from casetypes.cases.roots import PRIORITY_NAME
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.field_rights import READS_PERSONAL
from casetypes.forms.builder import type_of
from casetypes.kernel.text import pick
from cms.components.words import written_date
from cms.workspace.words import PRIORITY_WORDS

Detail = tuple[str, str]


@dataclass(frozen=True)
class Reader:
    """Whoever reads the history: their roles for the case, and the personal answers that are open to them."""

    case: Case
    roles: frozenset[str]
    seen: Seen

    def reads(self, compiled: CompiledService, key: str) -> bool:
        unlisted = key not in compiled.personal_fields or not self.roles.isdisjoint(READS_PERSONAL)
        return compiled.may_read(key, self.roles, self.case.state, unlisted=unlisted)


def reader_of(case: Case, actor: Actor, seen: Seen) -> Reader:
    return Reader(case, roles_for(actor, case), seen)


def details(event: CaseEvent, compiled: CompiledService, reader: Reader) -> list[Detail]:
    """Each question with its answer before and after, as far as the reader may read it; the reason; what followed."""
    language, data = get_language() or "es", event.data
    found: list[Detail] = []
    for key, (before, after) in data.get("fields", {}).items():
        words = (
            _both(compiled, key, before, after, language)
            if reader.reads(compiled, key)
            else _("not for your role")
        )
        found.append((_label(compiled, key, language), words))
    for key in data.get("personal", ()):
        found.append((_label(compiled, key, language), _sealed(event, compiled, key, reader, language)))
    if "priority" in data:
        before, after = (str(PRIORITY_WORDS[name]) for name in data["priority"])
        found.append((_("Priority"), _("%(before)s → %(after)s") % {"before": before, "after": after}))
    found.append((_("Reason"), str(data.get("because", ""))))
    return found + [("", _(remarks.WORDS[key])) for key in data.get("remarks", ())]


def _label(compiled: CompiledService, key: str, language: str) -> str:
    spec = compiled.fields.get(key)
    return (pick(spec.label, language) if spec else "") or key


def _both(compiled: CompiledService, key: str, before: object, after: object, language: str) -> str:
    return _("%(before)s → %(after)s") % {
        "before": _shown(compiled, key, before, language), "after": _shown(compiled, key, after, language),
    }  # fmt: skip


def _shown(compiled: CompiledService, key: str, value: object, language: str) -> str:
    spec = compiled.fields.get(key)
    if value is None:
        return "—"
    return type_of(spec).display(value, spec, language) if spec else str(value)


def _sealed(event: CaseEvent, compiled: CompiledService, key: str, reader: Reader, language: str) -> str:
    """A personal answer, open to this reader or masked. What it became is what the next correction found, or what it
    is now."""
    if not reader.reads(compiled, key):
        return _("not for your role")
    revisions = sorted(
        int(number)
        for each in (*reader.seen.shown, *reader.seen.masked)
        for name, sign, number in [each.partition("#")]
        if sign and name == key and int(number) > event.revision
    )
    sides = f"{key}#{event.revision}", f"{key}#{revisions[0]}" if revisions else key
    before, after = (_side(reader.seen, each, compiled, key, language) for each in sides)
    return _("%(before)s → %(after)s") % {"before": before, "after": after}


def _side(seen: Seen, kept: str, compiled: CompiledService, key: str, language: str) -> str:
    if kept in seen.masked:
        return seen.masked[kept]
    return _shown(compiled, key, seen.shown.get(kept), language)


def consequences(done: Weighed) -> Iterator[str]:
    """What to tell who has just corrected: that it is written, and what followed by the rules."""
    yield _("It is corrected. The person who reported sees that, and why.")
    before, after = (PRIORITY_NAME[each.priority] for each in (done.before, done.case))
    if before != after:
        words = {"before": PRIORITY_WORDS[before], "after": PRIORITY_WORDS[after]}
        yield _("Priority: %(before)s → %(after)s.") % words
    for clock in done.clocks:
        title = pick(done.compiled.spec.clocks[clock.key].title, get_language() or "es") or clock.key
        yield _("%(clock)s: due %(after)s instead of %(before)s.") % {
            "clock": title, "before": written_date(clock.before), "after": written_date(clock.after),
        }  # fmt: skip
    for key in done.remarks:
        yield _(remarks.WORDS[key])
