"""The sweep: carry out the marks that running clocks have reached (`at: {75%: …, 100%: …}`).

Run by beat every half minute. Each case is locked by itself, so a sweep that is killed half way, or two at
once, carry out every mark once.
"""

from django.db import transaction

from casetypes.access.actors import SYSTEM
from casetypes.cases import engine, outbox
from casetypes.cases.engine import Occurrence
from casetypes.cases.models import Case, CaseEvent
from casetypes.cases.services import write_columns
from casetypes.definitions import selectors
from casetypes.definitions.schema.service import Clock
from casetypes.kernel import clock as time
from casetypes.sla.models import ClockEntry, SlaClock
from casetypes.sla.reckoning import reached, reckon

BATCH = 500


def sweep(limit: int = BATCH) -> int:
    """Returns how many marks were carried out."""
    due = SlaClock.objects.filter(state=SlaClock.RUNNING, next_mark_at__lte=time.now())
    folios = list(due.order_by("next_mark_at").values_list("case__folio", flat=True)[:limit])
    carried_out = sum(sweep_case(folio) for folio in dict.fromkeys(folios))
    if carried_out:
        outbox.kick()
    return carried_out


def sweep_case(folio: str) -> int:
    """The marks of one case that are reached now; returns how many."""
    with transaction.atomic():
        case = engine.lock(folio)
        compiled = selectors.compiled(case.version_id)
        clocks = SlaClock.objects.filter(case=case, state=SlaClock.RUNNING, next_mark_at__lte=time.now())
        return sum(_marks(case, clock, compiled.spec.clocks[clock.key]) for clock in clocks.order_by("id"))


def _marks(case: Case, clock: SlaClock, spec: Clock) -> int:
    labels = reached(clock, list(spec.at), time.now())
    for label in labels:
        event = engine.occur(case, mark(case, clock, spec, label), actor=SYSTEM)
        entry(clock, event).save(force_insert=True)
    reckon(clock, list(spec.at))
    clock.save(update_fields=["marks", "due_at", "next_mark_at"])
    return len(labels)


def mark(case: Case, clock: SlaClock, spec: Clock, label: str) -> Occurrence:
    """What happens when a clock reaches a mark; clock and case know it then. Writes nothing."""
    clock.marks = [*clock.marks, label]
    overdue = label == "100%"
    if overdue:
        write_columns(case, overdue=True)
    return Occurrence(
        "clock",
        "overdue" if overdue else "warned",
        role="system",
        effects=spec.at.get(label, []),
        data={"clock": clock.key, "mark": label},
    )


def entry(clock: SlaClock, event: CaseEvent) -> ClockEntry:
    """The line of the ledger for a mark, not written yet."""
    return ClockEntry(
        clock=clock,
        event=event,
        at=event.at,
        kind=event.name,
        due_before=clock.due_at,
        due_after=clock.due_at,
    )
