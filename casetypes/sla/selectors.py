"""Clocks as people read them: what was spent, what is left, when it is due, and why that moved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, OuterRef
from django.db.models.functions import JSONObject

from casetypes.cases.models import Case
from casetypes.cases.opening import just_written
from casetypes.definitions import selectors as definitions
from casetypes.definitions.schema.base import Texts
from casetypes.kernel import clock as time
from casetypes.kernel.business_time import Calendar, Span, SpanKind
from casetypes.sla.models import ClockEntry, SlaClock
from casetypes.sla.reckoning import calendar_of, pauses_of, share_used

LEDGER = ("at", "kind", "due_before", "due_after", "because")


@dataclass(frozen=True)
class Moved:
    """One line of the ledger that changed the due date: when, why, from and to."""

    at: datetime
    kind: str
    because: Texts
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True)
class Left:
    """What is left of a budget, or by how much it is late. `unit`: working_days, working_minutes, minutes.
    `minutes`: the working time of less than one working day."""

    amount: int
    unit: str
    late: bool
    minutes: int = 0


@dataclass(frozen=True)
class ClockView:
    """`spent` is the share of the budget used (0.0–1.0 and more); `left` is None unless the clock runs."""

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
    left: Left | None
    paused: timedelta
    fell_back: bool
    moved: tuple[Moved, ...]


def clock_views(case: Case) -> list[ClockView]:
    """Every run of every clock of a case, oldest first, each with its ledger: one query."""
    entries = ClockEntry.objects.filter(clock=OuterRef("pk")).order_by("at", "id")
    lines = entries.values(line=JSONObject(**{name: name for name in LEDGER}))
    clocks = SlaClock.objects.filter(case=case).annotate(ledger=ArraySubquery(lines))
    return [_view(case, clock, clock.ledger) for clock in clocks.order_by("started_at", "id")]


def first_views(case: Case) -> list[ClockView]:
    """The same for a case that this process opened just now: no query, there is no ledger yet."""
    clocks: list[SlaClock] | None = just_written(case, "clocks")
    return clock_views(case) if clocks is None else [_view(case, clock, []) for clock in clocks]


def expected(views: Iterable[ClockView]) -> ClockView | None:
    """The clock whose due date is the citizen's expected date: the one that ends last among those active."""
    active = [view for view in views if view.state != SlaClock.STOPPED and view.due_at]
    return max(active, key=lambda view: (view.due_at or view.started_at, view.run), default=None)


def expected_dates(cases: Iterable[Case]) -> dict[int, datetime]:
    """By number of the case, what `expected` says of each that waits for something. One query."""
    active = SlaClock.objects.filter(case__in=list(cases), due_at__isnull=False).exclude(
        state=SlaClock.STOPPED
    )
    return dict(active.values_list("case").annotate(due=Max("due_at")).order_by())


def _view(case: Case, clock: SlaClock, ledger: list[dict[str, Any]]) -> ClockView:
    now = time.now()
    spec = definitions.compiled(case.version_id).spec.clocks.get(clock.key)
    title = spec.title if spec and spec.title else {"es": clock.key.replace("_", " ").capitalize()}
    running = clock.state == SlaClock.RUNNING
    overdue = bool(running and clock.due_at and clock.due_at < now)
    return ClockView(
        key=clock.key, title=title, run=clock.run, state=clock.state, budget=clock.budget,
        calendar=clock.calendar, started_at=clock.started_at, due_at=clock.due_at,
        stopped_at=clock.stopped_at, met=clock.met, overdue=overdue, spent=share_used(clock, now),
        left=_left_of(clock, now) if running else None,
        paused=sum((end - begin for begin, end in pauses_of(clock)), timedelta()),
        fell_back=clock.fell_back, moved=_moves(ledger),
    )  # fmt: skip


def _left_of(clock: SlaClock, now: datetime) -> Left | None:
    return left(calendar_of(clock), Span.parse(clock.budget), clock.due_at, now) if clock.due_at else None


def left(calendar: Calendar, budget: Span, due: datetime, now: datetime) -> Left:
    """In the budget's own unit: one in working days has working days left, not hours of opening time. Never more is
    left than the budget: while it is closed, the day that counts is that of the next opening, where clocks start."""
    late = due < now
    begin, end = (due, now) if late else (now, due)
    if budget.kind is SpanKind.WORKING_DAYS:
        days = calendar.working_days_between(begin if late else calendar.next_opening(begin), end)
        minutes = 0 if days else calendar.worked(begin, end) // timedelta(minutes=1)
        return Left(days if late else min(days, budget.days), "working_days", late, minutes)
    working = budget.kind is SpanKind.WORKING_TIME
    minutes = (calendar.worked(begin, end) if working else end - begin) // timedelta(minutes=1)
    if not late and budget.kind is not SpanKind.MONTHS:
        minutes = min(minutes, budget.minutes)
    return Left(minutes, "working_minutes" if working else "minutes", late)


def _moves(ledger: Iterable[Mapping[str, Any]]) -> tuple[Moved, ...]:
    """What moved the due date. A migration that was undone moved nothing in the end: both lines are left out."""
    moves: list[Moved] = []
    for line in filter(_changes, ledger):
        move = _moved(line)
        if moves and _undoes(move, moves[-1]):
            moves.pop()
        else:
            moves.append(move)
    return tuple(moves)


def _undoes(move: Moved, last: Moved) -> bool:
    kinds = {move.kind, last.kind}
    return kinds == {"migrated"} and (move.before, move.after) == (last.after, last.before)


def _changes(line: Mapping[str, Any]) -> bool:
    return line["kind"] in {"paused", "recomputed"} or line["due_before"] not in (None, line["due_after"])


def _moved(line: Mapping[str, Any]) -> Moved:
    at, before, after = (_moment(line[name]) for name in ("at", "due_before", "due_after"))
    assert at is not None  # a column that is never null
    return Moved(at, line["kind"], line["because"], before, after)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
