"""When a calendar is open, and time counted along its opening hours."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from casetypes.kernel.business_time.hours import CalendarError, Closure, WeekHours, merged
from casetypes.kernel.business_time.year import OpenDay, OpenYear, moment, ticks, wall
from casetypes.kernel.clock import zone

_EMPTY_YEARS = 12  # after so many years without one opening the calendar is called closed for good


class Opening:
    """Opening hours of a week, minus closures, in a time zone. Immutable; years are worked out when needed.

    Moments may come in any zone and leave in UTC.
    """

    def __init__(self, hours: WeekHours, closures: Iterable[Closure] = (), time_zone: str = "UTC") -> None:
        self.time_zone = time_zone
        self.hours = {day: merged(shifts) for day, shifts in hours.items() if shifts}
        self.closures = tuple(closures)
        self._zone = zone(time_zone)
        self._days = {closure.day for closure in self.closures if closure.day}
        self._yearly = {closure.yearly for closure in self.closures if closure.yearly}
        self._years: dict[int, OpenYear] = {}

    def is_open(self, at: datetime) -> bool:
        """Whether it is open at that moment; the closing moment itself is not."""
        return self._year(self._local_year(at)).is_open(ticks(at))

    def next_opening(self, at: datetime) -> datetime:
        """`at` when open then, else the next opening; raises CalendarError when there is none."""
        return moment(self._opening(ticks(at), self._local_year(at)))

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """Open time between two moments; nothing when the end is not after the start."""
        return timedelta(microseconds=self._worked(ticks(start), ticks(end)))

    def is_working_day(self, day: date) -> bool:
        """Whether the calendar opens on that date at all."""
        dates = self._year(day.year).dates
        index = bisect_right(dates, day.toordinal())
        return index > 0 and dates[index - 1] == day.toordinal()

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """How many dates on which it opens lie after the date of `start`, up to and with that of `end`."""
        first, last = self._local(ticks(start)).date(), self._local(ticks(end)).date()
        if last <= first:
            return 0
        return sum(
            bisect_right(dates, last.toordinal()) - bisect_right(dates, first.toordinal())
            for dates in (self._year(year).dates for year in range(first.year, last.year + 1))
        )

    def _worked(self, start: int, end: int) -> int:
        if end <= start:
            return 0
        first, last = self._local(start).year, self._local(end).year
        between = sum(self._year(year).total for year in range(first, last))
        return between + self._year(last).open_until(end) - self._year(first).open_until(start)

    def _after_working(self, start: int, amount: int) -> int:
        """The first tick by which `amount` open microseconds have passed since `start`."""
        first = self._local(start).year
        if amount <= 0:
            return self._opening(start, first)
        left = amount + self._year(first).open_until(start)
        for year in self._from(first):
            if left <= year.total:
                return year.reaching(left)
            left -= year.total
        raise CalendarError("the calendar never opens")

    def _after_days(self, tick: int, days: int) -> int:
        """The same time of day `days` working days later, within the hours of that date.

        `tick` lies in opening hours or is a closing moment, which belongs to the day that it closes.
        """
        local = self._local(tick)
        opened = local.date() if self._year(local.year).is_open(tick) else self._local(tick - 1).date()
        target = self._working_day(opened, days)
        time_of_day = local.replace(tzinfo=None) - datetime(opened.year, opened.month, opened.day)
        midnight = wall(target, 0, self._zone)
        wanted = ticks(datetime(target.year, target.month, target.day, tzinfo=self._zone) + time_of_day)
        if days == 0:
            wanted = tick
        return self._year(target.year).clipped(wanted, midnight, wall(target, 1440, self._zone))

    def _working_day(self, day: date, count: int) -> date:
        """The `count`-th date after `day` on which it opens; `day` itself for 0."""
        if count == 0:
            return day
        wanted = count - 1 + bisect_right(self._year(day.year).dates, day.toordinal())
        for year in self._from(day.year):
            if wanted < len(year.dates):
                return date.fromordinal(year.dates[wanted])
            wanted -= len(year.dates)
        raise CalendarError("the calendar never opens")

    def _opening(self, tick: int, first: int) -> int:
        for year in self._from(first):
            found = year.opening_from(tick)
            if found is not None:
                return found
        raise CalendarError("the calendar never opens")

    def _from(self, first: int) -> Iterator[OpenYear]:
        """This year and the next ones, until the calendar has stayed closed for long."""
        empty = 0
        for number in range(first, 9999):
            year = self._year(number)
            empty = 0 if year.total else empty + 1
            if empty > _EMPTY_YEARS:
                return
            yield year

    def _year(self, number: int) -> OpenYear:
        known = self._years.get(number)
        if known is None:
            known = self._years[number] = OpenYear(self._open_days(number), self._zone)
        return known

    def _open_days(self, number: int) -> Iterator[OpenDay]:
        if not self.hours:
            return
        for ordinal in range(date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal() + 1):
            shifts = self.hours.get((ordinal + 6) % 7)
            if not shifts:
                continue
            day = date.fromordinal(ordinal)
            if day not in self._days and (day.month, day.day) not in self._yearly:
                yield ordinal, shifts

    def _local(self, tick: int) -> datetime:
        return moment(tick).astimezone(self._zone)

    def _local_year(self, at: datetime) -> int:
        return at.astimezone(self._zone).year
