"""Opening hours of a week and closures, as plain values and as stewards write them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casetypes.kernel.errors import DomainError
from casetypes.kernel.phrases import phrase

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHIFT = re.compile(r"(\d{1,2}):([0-5]\d)\s*[-–]\s*(\d{1,2}):([0-5]\d)", re.ASCII)

# Minutes of the day, 0 to 1440; the end is not part of it.
Shift = tuple[int, int]
# Monday is 0; a day that is missing or empty is closed.
WeekHours = Mapping[int, Sequence[Shift]]


class CalendarError(DomainError):
    """The calendar cannot be read, or never opens; the message says what to write."""

    code = "calendar"
    status = 422


@dataclass(frozen=True)
class Closure:
    """A day on which the calendar does not open: one `day`, or every year on `yearly` (month, day)."""

    day: date | None = None
    yearly: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if (self.day is None) == (self.yearly is None):
            raise CalendarError(phrase("a closure has either a date or a yearly day, not both"))


def parse_hours(hours: Mapping[str, Sequence[str]]) -> dict[int, tuple[Shift, ...]]:
    """Read {"mon-fri": ["08:00-13:00", "15:00-18:00"], "sat": []}; raises CalendarError."""
    week: dict[int, tuple[Shift, ...]] = {}
    for days, shifts in hours.items():
        parsed = merged(tuple(parse_shift(text) for text in shifts))
        for weekday in parse_days(days):
            if weekday in week:
                raise CalendarError(phrase('"%(day)s" has its hours twice', day=DAYS[weekday]))
            week[weekday] = parsed
    return week


def parse_days(text: str) -> list[int]:
    """Read "mon", "mon-fri" or "sat-mon" as weekdays, Monday 0."""
    first, _, last = text.strip().lower().partition("-")
    for name in (first, last or first):
        if name not in DAYS:
            days = " ".join(DAYS)
            raise CalendarError(
                phrase(
                    '"%(name)s" is not a day: use %(days)s, or a range such as mon-fri', name=name, days=days
                )
            )
    start, end = DAYS.index(first), DAYS.index(last or first)
    return [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]


def parse_shift(text: str) -> Shift:
    """Read "08:00-15:00"; the end may be 24:00. What passes midnight is written as two shifts."""
    found = _SHIFT.fullmatch(text.strip())
    if not found:
        raise CalendarError(
            phrase('"%(text)s" is not an opening time: write it like "08:00-15:00"', text=text)
        )
    start, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if end > 1440 or start >= end:
        raise CalendarError(
            phrase(
                '"%(text)s" must end after it starts, and by 24:00; write a night as two shifts', text=text
            )
        )
    return start, end


def parse_closure(item: Mapping[str, object]) -> Closure:
    """Read {"date": 2026-12-25} or {"yearly": "05-01"}; other keys (name, basis) are left alone."""
    day, yearly = item.get("date"), item.get("yearly")
    try:
        if isinstance(yearly, str):
            parsed = date.fromisoformat(f"2024-{yearly}")  # a leap year: 02-29 is a day
            return Closure(yearly=(parsed.month, parsed.day))
        if isinstance(day, datetime):
            return Closure(day=day.date())
        if isinstance(day, date | str):
            return Closure(day=day if isinstance(day, date) else date.fromisoformat(day))
    except ValueError:
        raise CalendarError(
            phrase('"%(day)s" is not a day: write 2026-12-25, or 05-01 for every year', day=yearly or day)
        ) from None
    raise CalendarError(phrase('a closure needs "date: 2026-12-25" or "yearly: 05-01"'))


def merged(shifts: Sequence[Shift]) -> tuple[Shift, ...]:
    """Sorted, with shifts that touch or overlap made one."""
    result: list[Shift] = []
    for start, end in sorted(shifts):
        if not 0 <= start < end <= 1440:
            raise CalendarError(
                phrase(
                    "opening hours run from minute 0 to 1440, not %(start)s to %(end)s", start=start, end=end
                )
            )
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)
