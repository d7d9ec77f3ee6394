"""What changed in a business calendar, in words: which day was closed or opened, which hours differ, on what ground.

Compares two documents of calendars.yaml. A clock is told only of what lies between its start and its due moments, so
that next year's holidays explain nothing today.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext as _

from casetypes.kernel import clock as time
from casetypes.kernel.text import Texts, pick

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Closure:
    """A closed day: a date, or a day of every year ("05-01")."""

    on: str
    yearly: bool
    name: tuple[tuple[str, str], ...]
    basis: str

    def days_between(self, first: date, last: date) -> list[date]:
        if not self.yearly:
            day = date.fromisoformat(self.on)
            return [day] if first <= day <= last else []
        days = (_in_year(self.on, year) for year in range(first.year, last.year + 1))
        return [day for day in days if day is not None and first <= day <= last]


@dataclass(frozen=True)
class CalendarChange:
    """`closed` are closures that came, `opened` those that went; `hours`: the opening hours differ."""

    key: str
    name: Texts
    closed: tuple[Closure, ...]
    opened: tuple[Closure, ...]
    hours: bool

    def because(self, first: datetime, last: datetime, zone: str, languages: Iterable[str]) -> Texts:
        """The sentence, in each language, of what this means for a clock between two moments."""
        days = time.local(first, zone).date(), time.local(last, zone).date()
        return _in_each(languages, lambda language: self._sentence(days, language))

    def _sentence(self, days: tuple[date, date], language: str) -> str:
        parts = [_closing(each, day, language) for each in self.closed for day in each.days_between(*days)]
        parts += [_opening(each, day, language) for each in self.opened for day in each.days_between(*days)]
        if self.hours:
            parts.append(_("has other hours"))
        words = ", ".join(parts) or _("changed")
        return _("the calendar “%(name)s” %(what)s") % {
            "name": pick(self.name, language) or self.key,
            "what": words,
        }


def changed_calendars(old: Document, new: Document) -> dict[str, CalendarChange]:
    """By key, every calendar that counts otherwise in the new document; names alone change nothing."""
    before, after = old.get("calendars", {}), new.get("calendars", {})
    found = {}
    for key in before.keys() & after.keys():
        was, now = _closures(before[key]), _closures(after[key])
        closed = tuple(each for on, each in now.items() if on not in was)
        opened = tuple(each for on, each in was.items() if on not in now)
        hours = before[key].get("hours") != after[key].get("hours")
        if closed or opened or hours:
            found[key] = CalendarChange(key, after[key].get("name", {}), closed, opened, hours)
    return found


def moved_texts(
    title: Texts, because: Texts, before: datetime | None, after: datetime | None, zone: str
) -> Texts:
    """ "The deadline “Solución” went from … to … because the calendar …", in the languages of `because`."""

    def say(language: str) -> str:
        return _("The deadline “%(clock)s” went from %(before)s to %(after)s because %(why)s.") % {
            "clock": pick(title, language), "before": _written(before, zone), "after": _written(after, zone),
            "why": because[language],
        }  # fmt: skip

    return _in_each(because, say)


def _closures(calendar: Document) -> dict[str, Closure]:
    closures = (
        Closure(
            on=str(each.get("date") or each.get("yearly")), yearly="yearly" in each,
            name=tuple(each.get("name", {}).items()), basis=str(each.get("basis") or ""),
        )
        for each in calendar.get("closed", ())
    )  # fmt: skip
    return {each.on: each for each in closures}


def _in_year(month_and_day: str, year: int) -> date | None:
    try:
        return date.fromisoformat(f"{year}-{month_and_day}")
    except ValueError:  # 29 February of most years
        return None


def _closing(each: Closure, day: date, language: str) -> str:
    return _with_ground(
        _("closes on %(day)s") % {"day": formats.date_format(day, "DATE_FORMAT")}, each, language
    )


def _opening(each: Closure, day: date, language: str) -> str:
    return _with_ground(
        _("opens on %(day)s") % {"day": formats.date_format(day, "DATE_FORMAT")}, each, language
    )


def _with_ground(words: str, each: Closure, language: str) -> str:
    ground = "; ".join(filter(None, [pick(dict(each.name), language), each.basis]))
    return f"{words} ({ground})" if ground else words


def _written(moment: datetime | None, zone: str) -> str:
    if moment is None:
        return "—"
    local = time.local(moment, zone)
    return f"{formats.date_format(local, 'DATE_FORMAT')}, {formats.date_format(local, 'H:i')}"


def _in_each(languages: Iterable[str], say: Callable[[str], str]) -> Texts:
    texts = {}
    for language in languages:
        with translation.override(language):
            texts[language] = say(language)
    return texts
