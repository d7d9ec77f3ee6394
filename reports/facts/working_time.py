"""Opening hours as rows, so that PostgreSQL can count working time between two moments.

For each calendar and local date: the seconds open on all dates before (from the first date on), and the shifts of
the date. Working time between a and b is then W(b) − W(a), with W looked up by date.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from casetypes.definitions import selectors
from casetypes.kernel import clock
from casetypes.kernel.business_time import Calendar
from reports.models import OpenDay

AHEAD = timedelta(days=30)  # so that hours are written once a month


def joined(name: str, moment: str) -> str:
    """The join that finds the shifts of a moment's local date, as `name`."""
    return (
        f"LEFT JOIN reports_openday {name} ON {name}.calendar = desk.calendar"
        f" AND {name}.day = ({moment} AT TIME ZONE %(zone)s)::date"
    )


def worked(name: str, moment: str) -> str:
    """W(moment) in seconds, from the shifts joined as `name`; NULL where the desk has no calendar."""
    clipped = f"greatest(0, least(extract(epoch FROM {moment}), closes) - opens)"
    spans = f"unnest({name}.opens, {name}.closes) AS span(opens, closes)"
    return f"{name}.before + coalesce((SELECT sum({clipped}) FROM {spans}), 0)"


def between(first: tuple[str, str], last: tuple[str, str]) -> str:
    """Working seconds from the first (name, moment) to the last; plain ones where the desk has no calendar."""
    working = f"({worked(*last)}) - ({worked(*first)})"
    return f"coalesce({working}, extract(epoch FROM {last[1]} - {first[1]}))"


def write_down(calendars: Iterable[str], first: date, last: date) -> None:
    """The hours of these calendars from `first` to a while after `last`; what is there already is gone on with."""
    for key in sorted(calendars):
        day, before = _beginning(key, first)
        days = _days(key, selectors.calendar(key), (day, last + AHEAD), before)
        OpenDay.objects.bulk_create(days, batch_size=2000)


def _beginning(key: str, first: date) -> tuple[date, float]:
    """The day to go on with, and the seconds open before it; all anew from `first` when that day is not there yet."""
    written = OpenDay.objects.filter(calendar=key)
    if not written.filter(day=first).exists():
        written.delete()
        return first, 0.0
    end = written.latest("day")
    return end.day + timedelta(days=1), end.before + sum(end.closes) - sum(end.opens)


def cover(first: date, last: date) -> bool:
    """Whether the hours from `first` to `last` are written down."""
    return all(OpenDay.objects.filter(day=day).exists() for day in (first, last))


def _days(key: str, calendar: Calendar, written: tuple[date, date], before: float) -> Iterator[OpenDay]:
    """Rows from the first day to the last, both included; `before`: the seconds open before them."""
    first, last = written
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        spans = _spans(calendar, day)
        opens, closes = [start for start, _end in spans], [end for _start, end in spans]
        yield OpenDay(calendar=key, day=day, before=before, opens=opens, closes=closes)
        before += sum(closes) - sum(opens)


def _spans(calendar: Calendar, day: date) -> list[tuple[float, float]]:
    """The shifts of a date in seconds since 1970."""
    if not calendar.is_working_day(day):
        return []
    midnight = datetime(day.year, day.month, day.day, tzinfo=clock.zone(calendar.time_zone))
    return [
        ((midnight + timedelta(minutes=start)).timestamp(), (midnight + timedelta(minutes=end)).timestamp())
        for start, end in calendar.hours.get(day.weekday(), ())
    ]
