"""What became of a case, in words: its line in the report, and the sentence in its timeline. Keys in, never answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import formats, translation
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from casetypes.cases.migration.fates import Fate, Way
from casetypes.cases.models import CaseEvent, MigratedCase
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.kernel import clock
from casetypes.kernel.text import Texts, pick

REASONS = {
    "no_state": gettext_lazy(
        "The later version has no state “%(state)s”, and no rule says where its cases go."
    ),
    "would_end": gettext_lazy(
        "“%(state)s” would become “%(to)s”, which ends the case: a migration closes nothing."
    ),
    "no_field": gettext_lazy("Its answer to “%(field)s” has no place there, and no rule says where it goes."),
    "no_conversion": gettext_lazy(
        "Its answer to “%(field)s” cannot become %(to)s from %(from)s without loss."
    ),
    "not_offered": gettext_lazy("What it answered to “%(field)s” is no longer offered there."),
    "two_answers": gettext_lazy("Two of its answers would go to “%(field)s”."),
    "no_key": gettext_lazy(
        "“%(field)s” becomes personal, and there is nobody under whose key it could be sealed."
    ),
    "stays_personal": gettext_lazy(
        "“%(field)s” was given as personal, and what was given so is never opened up."
    ),
    "needed": gettext_lazy("The later version decides by “%(field)s”, which this case was never asked."),
    "rules": gettext_lazy("Its priority or computed values cannot be worked out there: %(why)s"),
    "budget": gettext_lazy("The time of the clock “%(clock)s” cannot be worked out there: %(why)s"),
    "failed": gettext_lazy("It could not be moved: %(why)s. Nothing of it was changed."),
    "closed": gettext_lazy("It was closed, or moved by another batch, before its turn came."),
    "moved_on": gettext_lazy("It went on afterwards (%(what)s): going back would undo that too."),
    "mark": gettext_lazy("A deadline warned or passed afterwards."),
    "other": gettext_lazy("Something was added to it afterwards (%(what)s)."),
    "elsewhere": gettext_lazy("It stands on another version now."),
}
WILL_RETURN = "will_return"  # of the forecast of an undoing; never stored
OUTCOMES = {
    MigratedCase.WILL_GO: pgettext_lazy("migration", "can go"),
    MigratedCase.STAYS: pgettext_lazy("migration", "stays"),
    MigratedCase.GONE: pgettext_lazy("migration", "moved"),
    MigratedCase.BACK: pgettext_lazy("migration", "brought back"),
    WILL_RETURN: pgettext_lazy("migration", "can come back"),
    MigratedCase.HELD: pgettext_lazy("migration", "moved, cannot come back"),
}
CLOCKS = {
    "kept": gettext_lazy("goes on with the time used so far"),
    "restarted": gettext_lazy("starts anew"),
    "started": gettext_lazy("starts"),
    "paused": gettext_lazy("pauses"),
    "resumed": gettext_lazy("goes on"),
    "ended": gettext_lazy("ends"),
    "returned": gettext_lazy("is again as it was before"),
}
FATES = {
    "renamed": gettext_lazy("renamed"),
    "converted": gettext_lazy("converted"),
    "dropped": gettext_lazy("let go (kept on record)"),
    "returned": gettext_lazy("comes back as it was"),
}


@dataclass(frozen=True)
class Told:
    """One case of a report in the active language: its state, its answers and clocks line by line, why it stays, and
    of what it would warn as soon as it is moved."""

    state: str
    answers: tuple[str, ...]
    clocks: tuple[str, ...]
    why: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def as_told(fate: Fate) -> dict[str, Any]:
    """The line of a fate, JSON-shaped, in keys."""
    before = str(fate.before["state"])
    return {
        "state": [before, fate.way.plan.states.get(before)],
        "answers": [list(line) for line in fate.answers],
        "kept": len(fate.before["answers"]) - sum(line[0] in fate.before["answers"] for line in fate.answers),
        "clocks": [[line.key, line.fate, _iso(line.before), _iso(line.after)] for line in fate.clocks],
        "why": [[refusal.code, dict(refusal.values)] for refusal in fate.refusals],
        "past": [[key, marks] for key, marks in fate.past] if fate.goes else [],
    }


def as_returned(
    told: Mapping[str, Any], state: str, why: tuple[str, dict[str, Any]] | None
) -> dict[str, Any]:
    """The line of the way back of a case that was moved and told so; `state` is the one it stands in now."""
    if why is not None:
        return {"state": [state, None], "why": [list(why)]}
    back = [
        [target or source, source, "returned", " → ".join(reversed(kinds.split(" → ")))]
        for source, target, _fate, kinds in told.get("answers", ())
    ]
    return {
        "state": [state, told["state"][0]],
        "answers": back,
        "kept": told.get("kept", 0),
        "clocks": [[key, "returned", after, before] for key, _fate, before, after in told.get("clocks", ())],
        "why": [],
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def in_words(told: Mapping[str, Any], old: CompiledService, new: CompiledService, language: str) -> Told:
    before, after = told.get("state", ["", None])
    state = _state(old, before, language)
    if after is not None and (after != before or _state(new, after, language) != state):
        state = f"{state} → {_state(new, after, language)}"
    answers = [_answer(line, old, new, language) for line in told.get("answers", ())]
    if told.get("kept"):
        kept = ngettext("%(count)d answer stays as it is", "%(count)d answers stay as they are", told["kept"])
        answers.append(kept % {"count": told["kept"]})
    clocks = [_clock(line, old, new, language) for line in told.get("clocks", ())]
    why = tuple(reason(*each) for each in told.get("why", ()))
    warnings = tuple(_warning(key, marks, new, language) for key, marks in told.get("past", ()))
    return Told(state, tuple(answers), tuple(clocks), why, warnings)


def _warning(key: str, marks: Sequence[str], version: CompiledService, language: str) -> str:
    return _(
        "%(clock)s: %(marks)s of its time has passed already: that is told as soon as the case has moved, and then it "
        "cannot come back"
    ) % {"clock": _clock_title(key, language, version), "marks": ", ".join(marks)}


def _state(version: CompiledService, key: str, language: str) -> str:
    spec = version.spec.states.get(key)
    return (pick(spec.title, language) if spec else "") or key


def _answer(line: Sequence[Any], old: CompiledService, new: CompiledService, language: str) -> str:
    source, target, fate, kinds = line
    label = (pick(old.fields[source].label, language) if source in old.fields else "") or source
    if target and target != source:
        label = f"{label} → {(pick(new.fields[target].label, language) if target in new.fields else '') or target}"
    return f"{label} ({kinds}): {FATES[fate]}"


def _clock(line: Sequence[Any], old: CompiledService, new: CompiledService, language: str) -> str:
    key, fate, before, after = line
    words = f"{_clock_title(key, language, new, old)}: {CLOCKS[fate]}"
    if before == after:
        return words
    return f"{words}, {_moment(before) or '—'} → {_moment(after) or '—'}"


def _clock_title(key: str, language: str, *versions: CompiledService) -> str:
    """As the first of these versions that has this clock calls it."""
    spec = next((version.spec.clocks[key] for version in versions if key in version.spec.clocks), None)
    return (pick(spec.title, language) if spec else "") or key


def _moment(text: str | None, pattern: str = "SHORT_DATETIME_FORMAT") -> str:
    if not text:
        return ""
    local = clock.local(datetime.fromisoformat(text), definitions.city().time_zone)
    return formats.date_format(local, pattern)


def reason(code: str, values: Mapping[str, Any]) -> str:
    """Why a case stays, as a sentence in the active language. Values are keys, or texts per language."""
    language = get_language() or "es"
    said = {key: pick(each, language) if isinstance(each, dict) else each for key, each in values.items()}
    return str(REASONS[code]) % said


def warned(cases: int) -> str:
    """How many of a dry run would warn at once."""
    text = ngettext(
        "%(count)d case would warn of a deadline as soon as it has moved, and could then not come back.",
        "%(count)d cases would warn of a deadline as soon as they have moved, and could then not come back.",
        cases,
    )
    return text % {"count": cases}


def outcome(name: str) -> str:
    return str(OUTCOMES[name])


def event_texts(way: Way, basis: str) -> Texts:
    """What the timeline says of the move, in every language of the city."""
    return _in_each(lambda: _went(way.plan.source, way.plan.target, basis))


def returned_texts(target: int, source: int) -> Texts:
    return _in_each(
        lambda: (
            _("Back on version %(source)s of the service's definition, from version %(target)s")
            % {"source": source, "target": target}
        )
    )


def public_texts(event: CaseEvent) -> Texts:
    """What the public timeline says of a move or a return: with the expected date before and after, where it moved."""
    before, after = event.data.get("expected", (None, None))
    return {
        **event.text,
        **_in_each(lambda: _with_dates(pick(event.text, get_language() or "es"), before, after)),
    }


def _with_dates(text: str, before: str | None, after: str | None) -> str:
    dates = {"before": _moment(before, "DATETIME_FORMAT"), "after": _moment(after, "DATETIME_FORMAT")}
    if before and after:
        said = _("Expected date: before %(before)s, now %(after)s") % dates
    elif after:
        said = _("Expected date: %(after)s") % dates
    elif before:
        said = _("There is no expected date any more: it was %(before)s") % dates
    else:
        return text
    return f"{text}. {said}"


def _went(source: int, target: int, basis: str) -> str:
    text = _("From version %(source)s to version %(target)s of the service's definition") % {
        "source": source,
        "target": target,
    }
    return f"{text} ({pgettext('law', 'basis')}: {basis})" if basis else text


def _in_each(say: Any) -> Texts:
    texts = {}
    for language in definitions.city().languages:
        with translation.override(language):
            texts[language] = say()
    return texts
