"""Differences as people read them, in the active language, with the titles that the definitions give."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from casetypes.cases.role_names import role_name
from casetypes.cases.status_names import status_name
from casetypes.definitions import selectors
from casetypes.definitions.graph.words import span_in_words
from casetypes.definitions.schema.service import Service
from casetypes.kernel.text import pick
from casetypes.proving.replay.differences import Difference

KINDS = {
    "priority": pgettext_lazy("replay", "Priority"),
    "desk": pgettext_lazy("replay", "Desk"),
    "branch": pgettext_lazy("replay", "Branch taken"),
    "outcome": pgettext_lazy("replay", "Outcome"),
    "deadline": pgettext_lazy("replay", "Deadline"),
    "late": pgettext_lazy("replay", "Late or in time"),
    "stopped": pgettext_lazy("replay", "Step refused or gone"),
    "missing": pgettext_lazy("replay", "Answer missing"),
}
PRIORITIES = {
    "low": pgettext_lazy("priority in a sentence", "low"),
    "normal": pgettext_lazy("priority in a sentence", "normal"),
    "high": pgettext_lazy("priority in a sentence", "high"),
    "critical": pgettext_lazy("priority in a sentence", "critical"),
}
STOPS = {
    "gone": gettext_lazy("the step “%(step)s” does not exist any more"),
    "no_state": gettext_lazy("“%(step)s”: the state from which it was done does not exist any more"),
    "not_from_here": gettext_lazy("“%(step)s” is not possible any more from the state in which it was done"),
    "role": gettext_lazy("“%(step)s” would be refused to who did it; only for: %(roles)s"),
    "another_person": gettext_lazy("“%(step)s” would be refused: another person has to do it"),
    "in_time": gettext_lazy("“%(step)s” would be refused: too long after the closing"),
    "requirements": gettext_lazy("“%(step)s” would be refused: %(said)s"),
}
ENDINGS = {
    "done": pgettext_lazy("ending", "done"),
    "declined": pgettext_lazy("ending", "declined"),
    "duplicate": pgettext_lazy("ending", "duplicate"),
    "withdrawn": pgettext_lazy("ending", "withdrawn"),
    "referred_out": pgettext_lazy("ending", "sent elsewhere"),
}
MOST_REASONS = 3
DAY = 1440


@dataclass(frozen=True)
class Words:
    """`draft` first names what both know; `own` what the draft no longer has."""

    draft: Service
    own: Service
    language: str

    def of(self, each: Difference) -> str:
        """One difference as a sentence without a full stop."""
        said = getattr(self, f"_{each.kind}")(each)
        because = self.because(each)
        return _("%(said)s, because %(reasons)s") % {"said": said, "reasons": because} if because else said

    def because(self, each: Difference) -> str:
        """`calc.severidad = alta`, as the definition writes it; a value that nobody may read is not shown."""
        known = [
            path if value is None else f"{path} = {_value(value)}"
            for path, value in each.reasons[:MOST_REASONS]
        ]
        return ", ".join(known)

    def _priority(self, each: Difference) -> str:
        return _("priority: %(before)s → %(after)s") % {
            "before": priority(each.before),
            "after": priority(each.after),
        }

    def _desk(self, each: Difference) -> str:
        values = {
            "step": self.step(each.what),
            "before": self.desk(each.before),
            "after": self.desk(each.after),
        }
        if each.what:
            return _("“%(step)s” hands it to: %(before)s → %(after)s") % values
        return _("desk: %(before)s → %(after)s") % values

    def _branch(self, each: Difference) -> str:
        values = {
            "step": self.step(each.what),
            "before": self.state(each.before),
            "after": self.state(each.after),
        }
        if each.note == "opening":
            return _("begins as: %(before)s → %(after)s") % values
        return _("“%(step)s” leads to: %(before)s → %(after)s") % values

    def _outcome(self, each: Difference) -> str:
        return _("outcome: %(before)s → %(after)s") % {
            "before": outcome(each.before),
            "after": outcome(each.after),
        }

    def _deadline(self, each: Difference) -> str:
        before, _bar, after = each.note.partition("|")
        said = _("deadline “%(clock)s”: %(before)s → %(after)s") % {
            "clock": self.clock(each.what),
            "before": moment(each.before),
            "after": moment(each.after),
        }
        if before and after and before != after:
            said += f" ({self.span(before)} → {self.span(after)})"
        return said

    def _late(self, each: Difference) -> str:
        values = {"clock": self.clock(each.what)}
        if each.after == "late":
            return _("“%(clock)s” would have been late, and was in time") % values
        return _("“%(clock)s” would have been in time, and was late") % values

    def _stopped(self, each: Difference) -> str:
        spec = self.draft.transitions.get(each.what)
        return str(STOPS.get(each.note, STOPS["gone"])) % {
            "step": self.step(each.what),
            "roles": ", ".join(role_name(ref) for ref in spec.by) if spec else "",
            "said": "; ".join(pick(dict(texts), self.language) for texts in each.said),
        }

    def _missing(self, each: Difference) -> str:
        return _("the required answer “%(question)s” is missing") % {"question": self.question(each.what)}

    def step(self, key: str) -> str:
        return self._title("transitions", key)

    def state(self, key: str) -> str:
        return self._title("states", key)

    def clock(self, key: str) -> str:
        return self._title("clocks", key)

    def _title(self, section: str, key: str) -> str:
        for spec in (self.draft, self.own):
            found = getattr(spec, section).get(key)
            if found is not None and found.title:
                return pick(found.title, self.language)
        return key.replace("_", " ")

    def desk(self, key: str) -> str:
        desk = selectors.desks_spec().desks.get(key)
        return (pick(desk.name, self.language) if desk else key) or _("no desk")

    def question(self, key: str) -> str:
        for page in self.draft.form.values():
            if key in page.fields:
                return pick(page.fields[key].label, self.language) or key
        return key

    def span(self, text: str) -> str:
        return span_in_words(text)

    def subject(self, kind: str, what: str) -> str:
        """What a group of equal differences is about: a step, a clock, a question; "" for the case itself."""
        if not what:
            return ""
        names: Mapping[str, Any] = {"deadline": self.clock, "late": self.clock, "missing": self.question}
        return str(names.get(kind, self.step)(what))


def priority(key: str) -> str:
    return str(PRIORITIES.get(key, key))


def outcome(key: str) -> str:
    """`resolved/done` → "resolved (done)"; without an ending the case is open."""
    status, _bar, ending = key.partition("/")
    return f"{status_name(status)} ({ENDINGS.get(ending, pgettext('ending', 'open'))})"


def moment(text: str) -> str:
    if not text:
        return pgettext("replay", "none")
    return date_format(timezone.localtime(datetime.fromisoformat(text)), "SHORT_DATETIME_FORMAT")


def shift(minutes: int | None) -> str:
    """How far dates move: `2 days sooner`. Minutes of the wall, not of opening hours."""
    if not minutes:
        return _("not moved")
    words = length(abs(minutes))
    return _("%(time)s later") % {"time": words} if minutes > 0 else _("%(time)s sooner") % {"time": words}


def length(minutes: int) -> str:
    """Two units at most."""
    if minutes >= DAY:
        days = timedelta(minutes=minutes) / timedelta(days=1)
        whole = round(days, 1)
        number = number_format(whole, 0 if whole == int(whole) else 1)
        return ngettext("%(number)s day", "%(number)s days", 1 if whole == 1 else 2) % {"number": number}
    hours, rest = divmod(minutes, 60)
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return pgettext("replay", "yes") if value else pgettext("replay", "no")
    return number_format(value) if isinstance(value, float) else str(value)


def speaking(language: str) -> Any:
    """The active language for the length of a `with`."""
    return translation.override(language)
