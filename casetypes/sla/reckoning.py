"""From a clock's record to its moments: due, next mark, share used. Derived, never guessed."""

from datetime import UTC, datetime, timedelta
from math import ceil

from casetypes.definitions import selectors
from casetypes.kernel import clock as time
from casetypes.kernel.business_time import Calendar, Pause, Span
from casetypes.sla.models import SlaClock

OVERDUE = 1.0
LONGEST = 999_999  # what a span in minutes can say


def span_until(start: datetime, moment: datetime, on_wall: bool) -> Span:
    """The time from `start` to an agreed moment, in whole minutes; none when it has passed. `on_wall`: the moment
    was made of days and means midnight in the city."""
    if on_wall:
        moment = moment.astimezone(UTC).replace(tzinfo=time.zone(selectors.city().time_zone))
    minutes = max(0, ceil((moment - start) / timedelta(minutes=1)))
    return Span(minutes, "minute") if minutes <= LONGEST else Span(ceil(minutes / 60), "hour")


def calendar_of(clock: SlaClock) -> Calendar:
    return selectors.calendar(clock.calendar)


def pauses_of(clock: SlaClock) -> list[Pause]:
    """Closed pauses from the ledger, and the open one up to now."""
    closed = closed_pauses(clock)
    return [*closed, (clock.paused_at, time.now())] if clock.paused_at else closed


def closed_pauses(clock: SlaClock) -> list[Pause]:
    return [(_moment(begin), _moment(end)) for begin, end in clock.pauses]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def reckon(clock: SlaClock, thresholds: list[str]) -> None:
    """Set `due_at` and `next_mark_at` from budget, calendar and pauses. A paused clock has no next mark, and is due as
    when its pause began: how long that lasts is known when it ends, so working it out again changes nothing."""
    calendar, span, pauses = calendar_of(clock), Span.parse(clock.budget), closed_pauses(clock)
    clock.due_at = calendar.due(clock.started_at, span, pauses)
    if clock.state != SlaClock.RUNNING:
        clock.next_mark_at = None
        return
    open_marks = [share for share in _shares(thresholds) if _label(share) not in clock.marks]
    clock.next_mark_at = (
        calendar.reaches(clock.started_at, min(open_marks), span, pauses) if open_marks else None
    )


def _shares(thresholds: list[str]) -> list[float]:
    """Thresholds as shares; being overdue is always one of them."""
    return sorted({*(float(text.rstrip("%")) / 100 for text in thresholds), OVERDUE})


def _label(share: float) -> str:
    return f"{share * 100:g}%"


def reached(clock: SlaClock, thresholds: list[str], now: datetime) -> list[str]:
    """Labels of the marks reached by `now` and not carried out yet, lowest first."""
    calendar, span, pauses = calendar_of(clock), Span.parse(clock.budget), pauses_of(clock)
    return [
        _label(share)
        for share in _shares(thresholds)
        if _label(share) not in clock.marks and calendar.reaches(clock.started_at, share, span, pauses) <= now
    ]


def reached_by(clock: SlaClock, labels: list[str], at: datetime) -> list[str]:
    """Those of these marks that lie behind at `at`, in their order."""
    calendar, span, pauses = calendar_of(clock), Span.parse(clock.budget), pauses_of(clock)
    return [
        label
        for label in labels
        if calendar.reaches(clock.started_at, float(label.rstrip("%")) / 100, span, pauses) <= at
    ]


def share_used(clock: SlaClock, at: datetime) -> float:
    """0.0 at the start, 1.0 when due, more afterwards."""
    until = min(at, clock.stopped_at or at)
    return calendar_of(clock).fraction(clock.started_at, until, Span.parse(clock.budget), pauses_of(clock))
