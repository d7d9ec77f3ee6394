"""Clocks as people read them: what was spent, what is left, when it is due, and why that moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from casetypes.cases.models import Case
from casetypes.definitions import selectors as definitions
from casetypes.definitions.schema.base import Texts
from casetypes.kernel import clock as time
from casetypes.sla.models import ClockEntry, SlaClock
from casetypes.sla.reckoning import calendar_of, pauses_of, share_used


@dataclass(frozen=True)
class Moved:
    """One line of the ledger that changed the due date: when, why, from and to."""

    at: datetime
    kind: str
    because: Texts
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True)
class ClockView:
    """`spent` is the share of the budget used (0.0–1.0 and more); `left` is open time, negative when late."""

    key: str
    title: Texts
    run: int
    state: str
    budget: str
    calendar: str
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    met: bool | None
    overdue: bool
    spent: float
    left: timedelta | None
    paused: timedelta
    fell_back: bool
    moved: tuple[Moved, ...]


def clock_views(case: Case) -> list[ClockView]:
    """Every run of every clock of a case, oldest first: one query (each clock has its "started" entry)."""
    entries = ClockEntry.objects.filter(clock__case=case).select_related("clock").order_by("at", "id")
    by_clock: dict[int, list[ClockEntry]] = {}
    for entry in entries:
        by_clock.setdefault(entry.clock_id, []).append(entry)
    lines = sorted(by_clock.values(), key=lambda each: (each[0].clock.started_at, each[0].clock_id))
    return [_view(case, each[0].clock, each) for each in lines]


def expected(views: Iterable[ClockView]) -> ClockView | None:
    """The clock whose due date is the citizen's expected date: the one that ends last among those active."""
    active = [view for view in views if view.state != SlaClock.STOPPED and view.due_at]
    return max(active, key=lambda view: (view.due_at or view.started_at, view.run), default=None)


def _view(case: Case, clock: SlaClock, entries: list[ClockEntry]) -> ClockView:
    now = time.now()
    spec = definitions.compiled(case.version_id).spec.clocks.get(clock.key)
    title = spec.title if spec and spec.title else {"es": clock.key.replace("_", " ").capitalize()}
    running = clock.state == SlaClock.RUNNING
    overdue = bool(running and clock.due_at and clock.due_at < now)
    return ClockView(
        key=clock.key, title=title, run=clock.run, state=clock.state, budget=clock.budget,
        calendar=clock.calendar, started_at=clock.started_at, due_at=clock.due_at,
        stopped_at=clock.stopped_at, met=clock.met, overdue=overdue, spent=share_used(clock, now),
        left=_left(clock, now) if running else None,
        paused=sum((end - begin for begin, end in pauses_of(clock)), timedelta()),
        fell_back=clock.fell_back, moved=tuple(_moved(entry) for entry in entries if _changes(entry)),
    )  # fmt: skip


def _left(clock: SlaClock, now: datetime) -> timedelta | None:
    if clock.due_at is None:
        return None
    calendar = calendar_of(clock)
    if clock.due_at >= now:
        return calendar.worked(now, clock.due_at)
    return -calendar.worked(clock.due_at, now)


def _changes(entry: ClockEntry) -> bool:
    return entry.kind in {"paused", "recomputed"} or entry.due_before not in (None, entry.due_after)


def _moved(entry: ClockEntry) -> Moved:
    return Moved(entry.at, entry.kind, entry.because, entry.due_before, entry.due_after)
