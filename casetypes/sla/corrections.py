"""Deadlines of a case whose answers are corrected: a clock gets another time where the corrected answers make the
difference. Start, pauses and what was consumed stay; a clock that has stopped keeps its verdict.
"""

from datetime import datetime

from casetypes.audit import rows
from casetypes.cases.corrections.weighing import ClockMoved, Weighed
from casetypes.cases.models import CaseEvent
from casetypes.cases.services import write_columns
from casetypes.definitions.schema.service import Clock
from casetypes.kernel.clock import now
from casetypes.kernel.errors import Refused
from casetypes.kernel.expressions import ExpressionRefused
from casetypes.kernel.extension_points import case_correcting
from casetypes.sla.models import ClockEntry, SlaClock
from casetypes.sla.reckoning import reached_by, reckon
from casetypes.sla.subscribers import budget_of, nearest_due

WRITTEN = ("budget", "fell_back", "due_at", "next_mark_at", "marks")


@case_correcting.register
def follow_answers(weighed: Weighed) -> None:
    """One query, none where no clock of the service looks at anything. Raises Refused."""
    specs = {key: spec for key, spec in weighed.compiled.spec.clocks.items() if _depends(spec)}
    if not specs or weighed.case.final_kind:
        return
    clocks = list(SlaClock.objects.filter(case=weighed.case).exclude(state=SlaClock.STOPPED).order_by("pk"))
    promised = _promised(clocks)
    moved = []
    for clock in clocks:
        if clock.key in specs and _follows(weighed, clock, specs[clock.key]):
            moved.append((clock, clock.due_at))
            _set_time(clock, specs[clock.key])
    if moved:
        late = weighed.case.overdue and any("100%" in clock.marks for clock in clocks)
        write_columns(weighed.case, due_at=nearest_due(clocks), overdue=late)
    weighed.expected = (promised, _promised(clocks))
    weighed.clocks += [ClockMoved(clock.key, before, clock.due_at) for clock, before in moved]
    weighed.writes.append(lambda event: _write(event, moved))


def _depends(spec: Clock) -> bool:
    """Whether its time depends on the case."""
    return bool(spec.until) or len(spec.budget) > 1


def _promised(clocks: list[SlaClock]) -> datetime | None:
    """The date the citizen is told (`selectors.expected`)."""
    return max((clock.due_at for clock in clocks if clock.due_at), default=None)


def _follows(weighed: Weighed, clock: SlaClock, spec: Clock) -> bool:
    """Whether the answers as they are now give the clock another time than those before; then it has that time."""
    try:
        span, fell_back = budget_of(weighed.case, clock.key, spec, clock.started_at)
    except ExpressionRefused as error:
        raise Refused(reasons=[str(error)]) from error
    try:
        if budget_of(weighed.before, clock.key, spec, clock.started_at)[0] == span:
            return False
    except ExpressionRefused:
        pass  # it could not be worked out before, now it can
    clock.budget, clock.fell_back = str(span), fell_back
    return True


def _set_time(clock: SlaClock, spec: Clock) -> None:
    """Marks that lie ahead under the new time are to come again; those behind stay carried out."""
    clock.marks = reached_by(clock, clock.marks, now())
    reckon(clock, list(spec.at))


def _write(event: CaseEvent, moved: list[tuple[SlaClock, datetime | None]]) -> None:
    """Each clock, and the line of its ledger that says which correction moved it."""
    for clock, before in moved:
        rows.update(clock, WRITTEN)
        rows.insert(
            ClockEntry(
                clock=clock, event=event, at=event.at, kind="corrected", due_before=before, due_after=clock.due_at,
                because=dict(event.text),
            )
        )  # fmt: skip
