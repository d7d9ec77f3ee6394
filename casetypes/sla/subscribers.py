"""What a case's opening and moves do to its clocks: start, pause, resume, stop.

A clock's own row says when it started and stopped; the ledger has a line for everything else that moved its
due date. Two queries per move whatever the number of clocks, a third when there is something to explain.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from casetypes.audit import rows
from casetypes.cases.models import Case, CaseEvent
from casetypes.cases.opening import remember
from casetypes.cases.roots import case_roots
from casetypes.cases.services import write_columns
from casetypes.definitions import selectors
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.service import Clock, Transition
from casetypes.kernel.business_time import Span
from casetypes.kernel.clock import now
from casetypes.kernel.extension_points import (
    case_expected,
    case_moved,
    case_opened,
    case_opening,
    expression_roots,
    history_opened,
)
from casetypes.sla import runs
from casetypes.sla.models import ClockEntry, SlaClock
from casetypes.sla.reckoning import reached, reckon, span_until

CHANGED = ("state", "paused_at", "pauses", "stopped_at", "due_at", "next_mark_at", "met", "marks")


@dataclass
class Round:
    """One event's work on all clocks of a case, written at the end."""

    case: Case
    event: CaseEvent
    compiled: CompiledService
    clocks: list[SlaClock]
    started: list[SlaClock] = field(default_factory=list)
    changed: list[SlaClock] = field(default_factory=list)
    entries: list[ClockEntry] = field(default_factory=list)

    def last(self, key: str) -> SlaClock | None:
        found = [clock for clock in [*self.clocks, *self.started] if clock.key == key]
        return max(found, key=lambda clock: clock.run, default=None)

    def note(self, clock: SlaClock, kind: str, due_before: datetime | None = None) -> None:
        because = dict(self.event.text) if kind in {"paused", "resumed"} else {}
        self.entries.append(
            ClockEntry(
                clock=clock, event=self.event, at=self.event.at, kind=kind,
                due_before=due_before, due_after=clock.due_at, because=because,
            )
        )  # fmt: skip


@case_opening.register
def prepare_clocks(case: Case) -> None:
    """Work the clocks out before the case is written, so that its due date goes into the same INSERT.

    Legacy cases have clocks only when their source recorded closings: nothing is invented.
    """
    clocks: list[SlaClock] = []
    history = case.channel == "legacy"
    if not history or case.closed_at is not None or case.__dict__.get("known_open"):
        compiled = selectors.compiled(case.version_id)
        first = _first_clocks(case, compiled, history=history)
        clocks = [new_clock(case, key, spec, at=case.opened_at) for key, spec in first]
        for clock in clocks if history else ():
            _as_recorded(clock, case, list(compiled.spec.clocks[clock.key].at))
    case.__dict__["new_clocks"] = clocks
    overdue = history and any("100%" in clock.marks for clock in clocks)
    write_columns(case, due_at=nearest_due(clocks), overdue=overdue)


def _first_clocks(case: Case, compiled: CompiledService, *, history: bool) -> Iterator[tuple[str, Clock]]:
    """Clocks that run from the start. Of history only those that run to the end were recorded."""
    for key, spec in compiled.spec.clocks.items():
        if case.closed_at is not None:
            starts = bool(spec.runs_in)
        else:
            starts = case.state in spec.runs_in or (spec.starts == "created" and not history)
        if starts and not (history and spec.until):
            yield key, spec


@case_opened.register
def start_clocks(case: Case, event: CaseEvent) -> None:
    """Write what `prepare_clocks` worked out."""
    clocks: list[SlaClock] = case.__dict__.pop("new_clocks")
    rows.insert(*clocks)
    remember(case, "clocks", clocks)


@history_opened.register
def start_clocks_of_history(cases: Sequence[Case], events: Sequence[CaseEvent]) -> None:
    """Write what `prepare_clocks` worked out, of all these cases at once."""
    clocks = [clock for case in cases for clock in case.__dict__.pop("new_clocks")]
    if clocks:
        SlaClock.objects.bulk_create(clocks)


@case_moved.register
def follow_move(case: Case, event: CaseEvent, transition: Transition) -> None:
    compiled = selectors.compiled(case.version_id)
    if not compiled.spec.clocks:
        return
    _write(followed(case, event, compiled, list(SlaClock.objects.filter(case=case))))


def followed(case: Case, event: CaseEvent, compiled: CompiledService, clocks: list[SlaClock]) -> Round:
    """What a move does to these clocks and to the columns of the case. Writes nothing."""
    work = Round(case, event, compiled, clocks)
    promised = max((clock.due_at for clock in work.clocks if clock.due_at), default=None)
    for key, spec in compiled.spec.clocks.items():
        _follow(work, key, spec)
    for clock in work.started:
        _explain_start(work, clock, promised)
    changed_keys = {(clock.key, clock.run) for clock in work.started}
    current = [*work.started, *(c for c in clocks if (c.key, c.run) not in changed_keys)]
    write_columns(case, due_at=nearest_due(current), overdue=any_overdue(current, event))
    return work


def _explain_start(work: Round, clock: SlaClock, promised: datetime | None) -> None:
    """A clock that starts on the way replaces the date promised so far: the case says so."""
    title = work.compiled.spec.clocks[clock.key].title
    words = {"es": "Empieza otro plazo: %s", "en": "Another deadline starts: %s"}
    because = {language: words[language] % text for language, text in title.items() if language in words}
    work.entries.append(
        ClockEntry(
            clock=clock, event=work.event, at=work.event.at, kind="started", due_before=promised,
            due_after=clock.due_at, because=because,
        )
    )  # fmt: skip


def _follow(work: Round, key: str, spec: Clock) -> None:
    last = work.last(key)
    active = last if last and last.state != SlaClock.STOPPED else None
    event, case = work.event, work.case
    moved = runs.Moved(event.at, event.name, case.state, bool(case.final_kind))
    goal = runs.wanted(spec, moved, active=active is not None)
    if goal is not None:
        _bring_to(work, key, spec, active, goal)


def _bring_to(work: Round, key: str, spec: Clock, active: SlaClock | None, wanted: str) -> None:
    if active is None:
        if wanted == "running":
            _start_again(work, key, spec)
    elif wanted == "stopped":
        _stop(work, active)
    elif wanted == "paused" and active.state == SlaClock.RUNNING:
        _pause(work, active, spec)
    elif wanted == "running" and active.state == SlaClock.PAUSED:
        _resume(work, active, spec)


def new_clock(case: Case, key: str, spec: Clock, *, at: datetime, run: int = 1) -> SlaClock:
    """A clock that runs from `at`, with the time its definition gives this case; not written yet. Raises
    ExpressionRefused where that cannot be worked out."""
    span, fell_back = budget_of(case, key, spec, at)
    clock = SlaClock(
        case=case, key=key, run=run, calendar=spec.calendar, budget=str(span), fell_back=fell_back, started_at=at,
    )  # fmt: skip
    reckon(clock, list(spec.at))
    return clock


def budget_of(case: Case, key: str, spec: Clock, at: datetime) -> tuple[Span, bool]:
    """What a clock that starts at `at` may use: the span of its definition, or all the time until an agreed moment;
    and whether a legacy case fell back to the last rule. Raises ExpressionRefused."""
    compiled = selectors.compiled(case.version_id)
    if spec.until:
        return span_until(at, *compiled.until(key, case_roots(case))), False
    decided = compiled.budget(key, case_roots(case), legacy=case.channel == "legacy")
    return decided.span, decided.fell_back


def _start_again(work: Round, key: str, spec: Clock) -> None:
    """A re-opened case: a new run, or the old one goes on when the definition says `reopen: resume`."""
    last = work.last(key)
    if last is None:
        work.started.append(new_clock(work.case, key, spec, at=work.event.at))
    elif spec.reopen == "resume":
        last.state, last.met = SlaClock.PAUSED, None
        last.paused_at, last.stopped_at = last.stopped_at, None
        _resume(work, last, spec)
    else:
        work.started.append(new_clock(work.case, key, spec, at=work.event.at, run=last.run + 1))


def _pause(work: Round, clock: SlaClock, spec: Clock) -> None:
    clock.state, clock.paused_at = SlaClock.PAUSED, work.event.at
    reckon(clock, list(spec.at))
    work.changed.append(clock)
    work.note(clock, "paused", clock.due_at)


def _resume(work: Round, clock: SlaClock, spec: Clock) -> None:
    before = clock.due_at
    if clock.paused_at:
        clock.pauses = [*clock.pauses, [clock.paused_at.isoformat(), work.event.at.isoformat()]]
    clock.state, clock.paused_at = SlaClock.RUNNING, None
    reckon(clock, list(spec.at))
    work.changed.append(clock)
    work.note(clock, "resumed", before)


def _stop(work: Round, clock: SlaClock) -> None:
    if clock.paused_at:
        clock.pauses = [*clock.pauses, [clock.paused_at.isoformat(), work.event.at.isoformat()]]
        clock.paused_at = None
    clock.state, clock.stopped_at = SlaClock.STOPPED, work.event.at
    reckon(clock, [])
    clock.met = clock.due_at is not None and work.event.at <= clock.due_at
    work.changed.append(clock)


def _as_recorded(clock: SlaClock, case: Case, thresholds: list[str]) -> None:
    """A clock of history: it stopped when the case was closed, or runs on; marks that it passed before it came in
    are past, so that nobody is warned of them now."""
    if case.closed_at is None:
        clock.marks = reached(clock, thresholds, now())
        reckon(clock, thresholds)
        return
    clock.state, clock.stopped_at, clock.next_mark_at = SlaClock.STOPPED, case.closed_at, None
    clock.met = bool(clock.due_at and case.closed_at <= clock.due_at)


def _write(work: Round) -> None:
    if work.started:
        rows.insert(*work.started)
        rows.flush()  # the ledger names each of them
    for clock in work.changed:
        rows.update(clock, CHANGED)
    rows.insert(*work.entries)


def nearest_due(clocks: Iterable[SlaClock]) -> datetime | None:
    """What a queue sorts by: the nearest due moment among running clocks."""
    return min((c.due_at for c in clocks if c.state == SlaClock.RUNNING and c.due_at), default=None)


def any_overdue(clocks: Iterable[SlaClock], event: CaseEvent) -> bool:
    return any(c.state == SlaClock.RUNNING and c.due_at and c.due_at < event.at for c in clocks)


@case_expected.register
def expected_at(case: Case) -> datetime | None:
    """The same date as the tracking page shows: of the clock that ends last among those active."""
    clocks = SlaClock.objects.filter(case=case).exclude(state=SlaClock.STOPPED)
    return max((clock.due_at for clock in clocks if clock.due_at), default=None)


@expression_roots.register
def clock_root(case: Case, wanted: frozenset[str]) -> dict[str, dict[str, dict[str, bool]]]:
    """`clock.<key>.overdue` for expressions."""
    if "clock" not in wanted:
        return {}
    compiled = selectors.compiled(case.version_id)
    overdue = {key: {"overdue": False} for key in compiled.spec.clocks}
    for clock in SlaClock.objects.filter(case=case).order_by("run"):
        overdue[clock.key] = {"overdue": "100%" in clock.marks}
    return {"clock": overdue}
