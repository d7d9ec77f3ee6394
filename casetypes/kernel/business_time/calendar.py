"""A business calendar: spans added to moments, and budgets with pauses.

The rules are those of the definition language. A span that starts outside opening hours starts at the next
opening. A working day counts dates on which the calendar opens; it is due at the same time of day, clipped
to the hours of that date. A budget in hours may be due at a closing moment.

A pause stops a budget. In hours and in calendar time the due moment moves by what the pause took. In
working days it moves by the whole working days of the pause and then by the open time of the rest, at most
one more day; so a longer pause never brings the due moment nearer.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import ceil
from typing import Self

from casetypes.kernel.business_time.hours import parse_closure, parse_hours
from casetypes.kernel.business_time.opening import Opening
from casetypes.kernel.business_time.span import Span, SpanKind
from casetypes.kernel.business_time.year import moment, ticks

Pause = tuple[datetime, datetime]
_MINUTE = 60_000_000
_DAY = 1440 * _MINUTE
_WORKING = {SpanKind.WORKING_TIME, SpanKind.WORKING_DAYS}


class Calendar(Opening):
    """Opening hours that can be reckoned with. Moments may come in any zone and leave in UTC."""

    @classmethod
    def parse(
        cls, hours: Mapping[str, Sequence[str]], closed: Iterable[Mapping[str, object]], time_zone: str
    ) -> Self:
        """From the words of calendars.yaml; raises CalendarError."""
        return cls(parse_hours(hours), [parse_closure(item) for item in closed], time_zone)

    @classmethod
    def always(cls, time_zone: str) -> Self:
        """Open day and night: for clocks that name no calendar."""
        return cls({day: [(0, 1440)] for day in range(7)}, (), time_zone)

    def add(self, start: datetime, span: Span) -> datetime:
        """The moment at which the span has passed since `start`."""
        return moment(self._add(ticks(start), span))

    def due(self, start: datetime, span: Span, pauses: Sequence[Pause] = ()) -> datetime:
        """When a budget that began at `start` is used up, given its pauses (begin, end), in any order.

        A pause that still lasts ends now, for the time being. Pauses that begin after the due moment do
        nothing.
        """
        return moment(self._due(ticks(start), span, _tidy(pauses, start)))

    def fraction(self, start: datetime, at: datetime, span: Span, pauses: Sequence[Pause] = ()) -> float:
        """The share of the budget used at `at`: 0.0 at the start, 1.0 when due, more afterwards."""
        stops = _tidy(pauses, start)
        due = self._due(ticks(start), span, stops)
        whole = self._active(ticks(start), due, span.kind, stops)
        if not whole:
            return float(ticks(at) >= due)
        return self._active(ticks(start), ticks(at), span.kind, stops) / whole

    def reaches(self, start: datetime, share: float, span: Span, pauses: Sequence[Pause] = ()) -> datetime:
        """When `share` (0.75 for 75%) of the budget is used; for 1 the due moment."""
        stops = _tidy(pauses, start)
        due = self._due(ticks(start), span, stops)
        if share == 1:
            return moment(due)
        whole = self._active(ticks(start), due, span.kind, stops)
        return moment(self._advance(ticks(start), ceil(whole * share), span.kind, stops))

    def consumed(
        self, start: datetime, end: datetime, span_kind: SpanKind, pauses: Sequence[Pause] = ()
    ) -> float:
        """Time used between two moments, in minutes for times and in days for days (a month is 30 days)."""
        stops = _tidy(pauses, start)
        if span_kind is SpanKind.WORKING_DAYS:
            paused = sum(self._working_days(*stop) for stop in stops if stop[1] <= ticks(end))
            return max(0.0, self._working_days(ticks(start), ticks(end)) - paused)
        active = self._active(ticks(start), ticks(end), span_kind, stops)
        return active / (_MINUTE if span_kind in {SpanKind.ELAPSED, SpanKind.WORKING_TIME} else _DAY)

    def _add(self, start: int, span: Span) -> int:
        if span.kind is SpanKind.WORKING_DAYS:
            return self._after_days(self._opening(start, self._local(start).year), span.days)
        if span.kind is SpanKind.WORKING_TIME:
            return self._after_working(start, span.minutes * _MINUTE)
        if span.kind is SpanKind.ELAPSED:
            return start + span.minutes * _MINUTE
        return self._same_time(start, span)

    def _same_time(self, start: int, span: Span) -> int:
        """Days or months later by the calendar on the wall; 31 January + 1 month is the last of February."""
        local = self._local(start)
        years, month = divmod(local.month - 1 + span.months, 12)
        year, month = local.year + years, month + 1
        day = min(local.day, monthrange(year, month)[1])
        day_of_month = local.replace(year=year, month=month, day=day)
        return ticks(day_of_month) + self._days_on_wall(day_of_month, span.days)

    @staticmethod
    def _days_on_wall(local: datetime, days: int) -> int:
        later = datetime.fromordinal(local.toordinal() + days)
        return ticks(local.replace(year=later.year, month=later.month, day=later.day)) - ticks(local)

    def _due(self, start: int, span: Span, pauses: list[tuple[int, int]]) -> int:
        if span.kind in {SpanKind.WORKING_TIME, SpanKind.ELAPSED}:
            return self._advance(start, span.minutes * _MINUTE, span.kind, pauses)
        due = self._add(start, span)
        for begin, end in pauses:
            if begin >= due:
                break
            due = self._pushed(due, begin, end) if span.kind is SpanKind.WORKING_DAYS else due + end - begin
        return due

    def _advance(self, start: int, amount: int, kind: SpanKind, pauses: list[tuple[int, int]]) -> int:
        """The first tick by which `amount` microseconds of this kind have passed outside the pauses."""
        cursor = start
        for begin, end in pauses:
            passed = self._passed(cursor, begin, kind)
            if amount <= passed:
                break
            amount -= passed
            cursor = end
        return self._after_working(cursor, amount) if kind in _WORKING else cursor + amount

    def _pushed(self, due: int, begin: int, end: int) -> int:
        """A due moment in working days after one pause."""
        days, rest = self._whole_days(begin, end)
        later = self._after_days(due, days)
        if not rest:
            return later
        return min(self._after_working(later, rest), self._after_days(due, days + 1))

    def _whole_days(self, start: int, end: int) -> tuple[int, int]:
        """Whole working days between two ticks, and the open microseconds that remain."""
        opening = self._opening(start, self._local(start).year)
        if opening >= end:
            return 0, 0
        days = self.working_days_between(moment(opening), moment(end))
        if days and self._after_days(opening, days) > end:
            days -= 1
        return days, self._worked(self._after_days(opening, days), end)

    def _working_days(self, start: int, end: int) -> float:
        days, rest = self._whole_days(start, end)
        if not rest:
            return float(days)
        opening = self._opening(start, self._local(start).year)
        length = self._worked(self._after_days(opening, days), self._after_days(opening, days + 1))
        return days + min(1.0, rest / length)

    def _active(self, start: int, end: int, kind: SpanKind, pauses: list[tuple[int, int]]) -> int:
        paused = sum(self._passed(begin, min(stop, end), kind) for begin, stop in pauses if begin < end)
        return self._passed(start, end, kind) - paused

    def _passed(self, start: int, end: int, kind: SpanKind) -> int:
        return self._worked(start, end) if kind in _WORKING else max(0, end - start)


def _tidy(pauses: Sequence[Pause], start: datetime) -> list[tuple[int, int]]:
    """Pauses as ticks, sorted, cut to what lies after `start`, overlapping ones made one."""
    first = ticks(start)
    result: list[tuple[int, int]] = []
    for begin, end in sorted((max(ticks(begin), first), ticks(end)) for begin, end in pauses):
        if end <= begin:
            continue
        if result and begin <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((begin, end))
    return result
