"""What a case's opening and moves do to its clocks: start, pause, resume, stop; one ledger line each.

Three queries per move whatever the number of clocks: read them, write them, write their ledger.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from casetypes.cases.models import Case, CaseEvent
from casetypes.cases.roots import case_roots
from casetypes.cases.services import write_columns
from casetypes.definitions import selectors
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.service import Clock, Transition
from casetypes.kernel.extension_points import case_moved, case_opened, expression_roots
from casetypes.sla.models import ClockEntry, SlaClock
from casetypes.sla.reckoning import reckon

CHANGED = ("state", "paused_at", "pauses", "stopped_at", "due_at", "next_mark_at", "met", "marks")


@dataclass
class _Round:
    """One event's work on all clocks of a case, written at the end."""

    case: Case
    event: CaseEvent
    compiled: CompiledService
    clocks: list[SlaClock]
    started: list[SlaClock] = field(default_factory=list)
    changed: list[SlaClock] = field(default_factory=list)
    entries: list[ClockEntry] = field(default_factory=list)

    def last(self, key: str) -> SlaClock | None:
        runs = [clock for clock in [*self.clocks, *self.started] if clock.key == key]
        return max(runs, key=lambda clock: clock.run, default=None)

    def note(self, clock: SlaClock, kind: str, due_before: object = None) -> None:
        because = dict(self.event.text) if kind in {"paused", "resumed"} else {}
        self.entries.append(
            ClockEntry(
                clock=clock, event=self.event, at=self.event.at, kind=kind,
                due_before=due_before, due_after=clock.due_at, because=because,
            )
        )  # fmt: skip


@case_opened.register
def start_clocks(case: Case, event: CaseEvent) -> None:
    """Legacy cases have clocks only when their closing date was recorded: nothing is invented."""
    if case.channel == "legacy" and case.closed_at is None:
        return
    compiled = selectors.compiled(case.version_id)
    work = _Round(case, event, compiled, clocks=[])
    for key, spec in compiled.spec.clocks.items():
        if spec.starts == "created" or case.state in spec.runs_in or event.kind == "imported":
            _start(work, key, spec)
            if event.kind == "imported" and case.closed_at is not None:
                _stop_on_record(work, key, case)
    _write(work)


@case_moved.register
def follow_move(case: Case, event: CaseEvent, transition: Transition) -> None:
    compiled = selectors.compiled(case.version_id)
    if not compiled.spec.clocks:
        return
    work = _Round(case, event, compiled, clocks=list(SlaClock.objects.filter(case=case)))
    for key, spec in compiled.spec.clocks.items():
        _follow(work, key, spec)
    _write(work)


def _follow(work: _Round, key: str, spec: Clock) -> None:
    last, state = work.last(key), work.case.state
    active = last if last and last.state != SlaClock.STOPPED else None
    if spec.runs_in:
        wanted = "paused" if state in spec.pauses_in else "running" if state in spec.runs_in else "stopped"
    elif work.event.name in spec.stops or work.case.final_kind:
        wanted = "stopped"
    else:
        wanted = "paused" if state in spec.pauses_in else "running"
        if active is None and spec.starts != work.event.name:
            return
    _bring_to(work, key, spec, active, wanted)


def _bring_to(work: _Round, key: str, spec: Clock, active: SlaClock | None, wanted: str) -> None:
    if active is None:
        if wanted == "running":
            _start_again(work, key, spec)
    elif wanted == "stopped":
        _stop(work, active)
    elif wanted == "paused" and active.state == SlaClock.RUNNING:
        _pause(work, active, spec)
    elif wanted == "running" and active.state == SlaClock.PAUSED:
        _resume(work, active, spec)


def _start(work: _Round, key: str, spec: Clock, run: int = 1) -> None:
    legacy = work.case.channel == "legacy"
    decided = work.compiled.budget(key, case_roots(work.case), legacy=legacy)
    clock = SlaClock(
        case=work.case, key=key, run=run, calendar=spec.calendar, budget=str(decided.span),
        fell_back=decided.fell_back, started_at=work.event.at,
    )  # fmt: skip
    reckon(clock, list(spec.at))
    work.started.append(clock)
    work.note(clock, "started")


def _start_again(work: _Round, key: str, spec: Clock) -> None:
    """A re-opened case: a new run, or the old one goes on when the definition says `reopen: resume`."""
    last = work.last(key)
    if last is None:
        _start(work, key, spec)
    elif spec.reopen == "resume":
        last.state, last.met = SlaClock.PAUSED, None
        last.paused_at, last.stopped_at = last.stopped_at, None
        _resume(work, last, spec)
    else:
        _start(work, key, spec, run=last.run + 1)


def _pause(work: _Round, clock: SlaClock, spec: Clock) -> None:
    clock.state, clock.paused_at = SlaClock.PAUSED, work.event.at
    reckon(clock, list(spec.at))
    work.changed.append(clock)
    work.note(clock, "paused", clock.due_at)


def _resume(work: _Round, clock: SlaClock, spec: Clock) -> None:
    before = clock.due_at
    if clock.paused_at:
        clock.pauses = [*clock.pauses, [clock.paused_at.isoformat(), work.event.at.isoformat()]]
    clock.state, clock.paused_at = SlaClock.RUNNING, None
    reckon(clock, list(spec.at))
    work.changed.append(clock)
    work.note(clock, "resumed", before)


def _stop(work: _Round, clock: SlaClock) -> None:
    if clock.paused_at:
        clock.pauses = [*clock.pauses, [clock.paused_at.isoformat(), work.event.at.isoformat()]]
        clock.paused_at = None
    clock.state, clock.stopped_at = SlaClock.STOPPED, work.event.at
    reckon(clock, [])
    clock.met = clock.due_at is not None and work.event.at <= clock.due_at
    work.changed.append(clock)
    work.note(clock, "stopped")


def _stop_on_record(work: _Round, key: str, case: Case) -> None:
    """History with a closing date: the clock that runs to the end stopped then; others were not recorded."""
    clock = work.started[-1]
    if not work.compiled.spec.clocks[key].runs_in:
        work.started.pop()
        work.entries.pop()
        return
    clock.state, clock.stopped_at = SlaClock.STOPPED, case.closed_at
    clock.next_mark_at = None
    clock.met = bool(clock.due_at and case.closed_at and case.closed_at <= clock.due_at)


def _write(work: _Round) -> None:
    if work.started:
        SlaClock.objects.bulk_create(work.started)
    if work.changed:
        SlaClock.objects.bulk_update(work.changed, CHANGED)
    if work.entries:
        ClockEntry.objects.bulk_create(work.entries)
    changed_keys = {(clock.key, clock.run) for clock in work.started}
    current = [*work.started, *(c for c in work.clocks if (c.key, c.run) not in changed_keys)]
    write_columns(work.case, due_at=nearest_due(current), overdue=any_overdue(current, work.event))


def nearest_due(clocks: Iterable[SlaClock]) -> object:
    """What a queue sorts by: the nearest due moment among running clocks."""
    return min((c.due_at for c in clocks if c.state == SlaClock.RUNNING and c.due_at), default=None)


def any_overdue(clocks: Iterable[SlaClock], event: CaseEvent) -> bool:
    return any(c.state == SlaClock.RUNNING and c.due_at and c.due_at < event.at for c in clocks)


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
