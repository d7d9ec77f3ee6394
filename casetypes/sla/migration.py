"""Clocks of cases that go to another version: they keep their consumed time or start anew, as its rules say.

Consumed time is never stored: it follows from when a clock started and when it paused, and both stay. Budget, calendar
and marks are those of the later version. Writes nothing by itself: a dry run asks the same.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from casetypes.audit import rows
from casetypes.cases.migration.fates import ClockFate, ClockLine, Fate
from casetypes.cases.migration.undoing import Return
from casetypes.cases.models import CaseEvent
from casetypes.cases.services import write_columns
from casetypes.definitions import selectors
from casetypes.definitions.schema.service import Clock
from casetypes.kernel.clock import now
from casetypes.kernel.expressions import ExpressionRefused
from casetypes.kernel.extension_points import case_migrating, case_returning
from casetypes.sla import runs
from casetypes.sla.models import ClockEntry, SlaClock
from casetypes.sla.reckoning import reached, reached_by, reckon
from casetypes.sla.subscribers import nearest_due, new_clock

ROOM = "sla"
KEPT = (
    "state", "calendar", "budget", "fell_back", "started_at", "paused_at", "pauses", "stopped_at", "due_at",
    "next_mark_at", "marks", "met",
)  # fmt: skip
MOMENTS = frozenset({"started_at", "paused_at", "stopped_at", "due_at", "next_mark_at"})


@case_migrating.register
def follow_versions(fates: Sequence[Fate]) -> None:
    """One query for all of them."""
    clocks: dict[int, list[SlaClock]] = {}
    for clock in SlaClock.objects.filter(case__in=[fate.case.pk for fate in fates]).order_by(
        "case", "run", "id"
    ):
        clocks.setdefault(clock.case_id, []).append(clock)
    for fate in fates:
        try:
            _follow(fate, clocks.get(fate.case.pk, []))
        except ExpressionRefused as error:
            fate.refuse("budget", clock=fate.kept.pop("clock", ""), why=str(error))


def _follow(fate: Fate, clocks: Sequence[SlaClock]) -> None:
    last = {clock.key: clock for clock in clocks}
    before = {clock.pk: _values(clock) for clock in clocks}
    promised = _expected(clocks)
    at, started = now(), []
    for key, spec in fate.way.new.spec.clocks.items():
        fate.kept["clock"] = key
        clock = last.get(key)
        if clock is not None and clock.state != SlaClock.STOPPED:
            _take_over(fate, clock, spec, at)
        elif clock := _begin(fate, key, spec, clock, at):
            started.append(clock)
    fate.kept.pop("clock", None)
    for key, clock in last.items():
        if key not in fate.way.new.spec.clocks and clock.state != SlaClock.STOPPED:
            _end(fate, clock, at)
    changed = [clock for clock in clocks if _values(clock) != before[clock.pk]]
    fate.kept[ROOM] = {
        "changed": {str(clock.pk): _as_json(before[clock.pk]) for clock in changed},
        "started": [[clock.key, clock.run] for clock in started],
    }
    _columns(fate, [*clocks, *started])
    fate.expected = (promised, _expected([*clocks, *started]))
    _write_later(fate, changed, started, {pk: values["due_at"] for pk, values in before.items()})


def _take_over(fate: Fate, clock: SlaClock, spec: Clock, at: datetime) -> None:
    """Time, calendar and marks of the later version on the same start and the same pauses, unless it starts anew."""
    due, goal = clock.due_at, _wanted(fate, spec, at, active=True)
    how: ClockFate = "kept"
    if fate.way.plan.clocks == "restart":
        clock.started_at, clock.pauses, clock.marks, how = at, [], [], "restarted"
        clock.paused_at = at if clock.paused_at else None
    fresh = new_clock(fate.case, clock.key, spec, at=clock.started_at, run=clock.run)
    clock.calendar, clock.budget, clock.fell_back = fresh.calendar, fresh.budget, fresh.fell_back
    how = _bring_to(clock, goal, at) or how
    _reckon(clock, spec, at)
    fate.clocks.append(ClockLine(clock.key, how, due, clock.due_at))
    if clock.state == SlaClock.RUNNING and (past := reached(clock, list(spec.at), at)):
        fate.past.append((clock.key, past))


def _expected(clocks: Sequence[SlaClock]) -> datetime | None:
    """The date the citizen is told (`selectors.expected`)."""
    active = [clock.due_at for clock in clocks if clock.state != SlaClock.STOPPED and clock.due_at]
    return max(active, default=None)


def _wanted(fate: Fate, spec: Clock, at: datetime, *, active: bool) -> str | None:
    return runs.wanted(spec, runs.Moved(at, "", fate.case.state, ends=False), active=active)


def _bring_to(clock: SlaClock, goal: str | None, at: datetime) -> ClockFate | None:
    """What the later version wants of a clock in the case's state; None when it goes on as it was."""
    if goal in {None, clock.state}:
        return None
    if goal == SlaClock.PAUSED:
        clock.state, clock.paused_at = SlaClock.PAUSED, at
        return "paused"
    if clock.paused_at:
        clock.pauses = [*clock.pauses, [clock.paused_at.isoformat(), at.isoformat()]]
        clock.paused_at = None
    clock.state = str(goal)
    if goal == SlaClock.STOPPED:
        clock.stopped_at = at
        return "ended"
    return "resumed"


def _reckon(clock: SlaClock, spec: Clock, at: datetime) -> None:
    """Marks that lie ahead under the new time are to come again; those behind stay carried out."""
    if clock.state == SlaClock.STOPPED:
        reckon(clock, [])
        clock.met = clock.due_at is not None and at <= clock.due_at
        return
    clock.marks = reached_by(clock, clock.marks, at)
    reckon(clock, list(spec.at))


def _begin(fate: Fate, key: str, spec: Clock, last: SlaClock | None, at: datetime) -> SlaClock | None:
    """A clock that runs in the case's state begins now; one that counts from the opening or a step is too late.
    What an older system brought in without a clock gets none."""
    case = fate.case
    if not spec.runs_in or _wanted(fate, spec, at, active=False) != SlaClock.RUNNING:
        return None
    if case.channel == "legacy" and case.due_at is None:
        return None
    clock = new_clock(case, key, spec, at=at, run=last.run + 1 if last else 1)
    fate.clocks.append(ClockLine(key, "started", None, clock.due_at))
    return clock


def _end(fate: Fate, clock: SlaClock, at: datetime) -> None:
    """The later version has no such clock: it stops without a verdict."""
    due = clock.due_at
    _bring_to(clock, SlaClock.STOPPED, at)
    clock.next_mark_at = None
    fate.clocks.append(ClockLine(clock.key, "ended", due, None))


def _columns(fate: Fate, clocks: Sequence[SlaClock]) -> None:
    active = [clock for clock in clocks if clock.state != SlaClock.STOPPED]
    late = fate.case.overdue and any("100%" in clock.marks for clock in active)
    write_columns(fate.case, due_at=nearest_due(active), overdue=late)


def _write_later(
    fate: Fate, changed: Sequence[SlaClock], started: Sequence[SlaClock], due: dict[int, datetime | None]
) -> None:
    def write(event: CaseEvent) -> None:
        for clock in changed:
            rows.update(clock, KEPT)
            if due[clock.pk] != clock.due_at:
                rows.insert(_entry(clock, event, due[clock.pk]))
        for clock in started:
            rows.insert(clock)
            rows.insert(_entry(clock, event, None))

    fate.writes.append(write)


def _entry(clock: SlaClock, event: CaseEvent, before: datetime | None) -> ClockEntry:
    return ClockEntry(
        clock=clock, event=event, at=event.at, kind="migrated", due_before=before, due_after=clock.due_at,
        because=dict(event.text),
    )  # fmt: skip


@case_returning.register
def bring_clocks_back(returns: Sequence[Return]) -> None:
    """One query for all of them. Calendars may have changed meanwhile: the moments are worked out again."""
    clocks: dict[int, list[SlaClock]] = {}
    for clock in SlaClock.objects.filter(case__in=[each.case.pk for each in returns]).order_by(
        "case", "run", "id"
    ):
        clocks.setdefault(clock.case_id, []).append(clock)
    for each in returns:
        _bring_back(each, clocks.get(each.case.pk, []), each.kept.get(ROOM, {}))


def _bring_back(each: Return, clocks: Sequence[SlaClock], kept: dict[str, Any]) -> None:
    specs = selectors.compiled(each.version_id).spec.clocks
    new = {(key, run) for key, run in kept.get("started", ())}
    changed, gone, staying, promised = [], [], [], _expected(clocks)
    for clock in clocks:
        values = kept.get("changed", {}).get(str(clock.pk))
        if (clock.key, clock.run) in new:
            gone.append(clock)
            continue
        staying.append(clock)
        if values is not None:
            changed.append((clock, clock.due_at))
            _restore(clock, values, specs.get(clock.key))
    write_columns(each.case, due_at=nearest_due(staying))
    each.expected = (promised, _expected(staying))

    def write(event: CaseEvent) -> None:
        for clock, due in changed:
            rows.update(clock, KEPT)
            if due != clock.due_at:
                rows.insert(_entry(clock, event, due))
        if gone:
            SlaClock.objects.filter(pk__in=[clock.pk for clock in gone]).delete()

    each.writes.append(write)


def _restore(clock: SlaClock, values: dict[str, Any], spec: Clock | None) -> None:
    for name, value in values.items():
        moment = name in MOMENTS and value is not None
        setattr(clock, name, datetime.fromisoformat(value) if moment else value)
    if clock.state != SlaClock.STOPPED and spec is not None:
        reckon(clock, list(spec.at))


def _values(clock: SlaClock) -> dict[str, Any]:
    return {name: getattr(clock, name) for name in KEPT}


def _as_json(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }
