"""One year of a calendar as sorted opening intervals with running totals: every question is a binary search.

Moments are whole microseconds since 1970 in UTC. An interval belongs to one local date and never crosses
midnight, so a year of intervals belongs to one local year.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from casetypes.kernel.business_time.hours import Shift

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

# (local date as ordinal, shifts of that date)
OpenDay = tuple[int, tuple[Shift, ...]]


def ticks(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(tick: int) -> datetime:
    """The aware moment in UTC."""
    return _EPOCH + timedelta(microseconds=tick)


def wall(day: date, minute: int, zone: ZoneInfo, *, closing: bool = False) -> int:
    """The tick at which clocks in `zone` show that minute of the day.

    Where daylight saving shows it twice: the first time to open, the second to close. Where it skips it: as
    much later as clocks were put forward.
    """
    local = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minute)
    first = ticks(local)
    return max(first, ticks(local.replace(fold=1))) if closing else first


class OpenYear:
    """The opening intervals of one local year."""

    def __init__(self, days: Iterable[OpenDay], zone: ZoneInfo) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.dates: list[int] = []
        for ordinal, shifts in days:
            self._add(date.fromordinal(ordinal), shifts, zone)
        lengths = (end - start for start, end in zip(self.starts, self.ends, strict=True))
        self._before = [0, *accumulate(lengths)]

    def _add(self, day: date, shifts: tuple[Shift, ...], zone: ZoneInfo) -> None:
        for shift in shifts:
            start, end = wall(day, shift[0], zone), wall(day, shift[1], zone, closing=True)
            start = max(start, self.ends[-1]) if self.ends else start
            if start >= end:
                continue
            self.starts.append(start)
            self.ends.append(end)
            if not self.dates or self.dates[-1] != day.toordinal():
                self.dates.append(day.toordinal())

    @property
    def total(self) -> int:
        """Open microseconds of the year."""
        return self._before[-1]

    def open_until(self, tick: int) -> int:
        """Open microseconds of the year before `tick`."""
        index = bisect_right(self.starts, tick)
        if index == 0:
            return 0
        return self._before[index - 1] + min(tick, self.ends[index - 1]) - self.starts[index - 1]

    def reaching(self, amount: int) -> int:
        """The first tick by which `amount` (1 to total) open microseconds have passed."""
        index = bisect_left(self._before, amount) - 1
        return self.starts[index] + amount - self._before[index]

    def is_open(self, tick: int) -> bool:
        index = bisect_right(self.starts, tick)
        return index > 0 and tick < self.ends[index - 1]

    def opening_from(self, tick: int) -> int | None:
        """`tick` itself when open, else the next opening of the year, else None."""
        index = bisect_right(self.starts, tick)
        if index and tick < self.ends[index - 1]:
            return tick
        return self.starts[index] if index < len(self.starts) else None

    def clipped(self, tick: int, first: int, last: int) -> int:
        """`tick` moved into the opening hours of a date that runs from tick `first` to `last`.

        Before them: the first opening; in a break: the end of the break; after them: the last closing.
        """
        low, high = bisect_left(self.starts, first), bisect_left(self.starts, last)
        if tick >= self.ends[high - 1]:
            return self.ends[high - 1]
        index = bisect_right(self.starts, tick, low, high)
        if index > low and tick <= self.ends[index - 1]:
            return tick
        return self.starts[index]
