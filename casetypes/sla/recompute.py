"""When a calendar changes, the due dates of running clocks follow, and every case says why its date moved."""

from django.db import transaction
from django.utils.translation import gettext_noop

from casetypes.access.actors import SYSTEM
from casetypes.cases import engine
from casetypes.cases.engine import Occurrence
from casetypes.cases.services import write_columns
from casetypes.definitions import selectors
from casetypes.kernel import clock as time
from casetypes.sla.models import ClockEntry, SlaClock
from casetypes.sla.reckoning import reckon
from casetypes.sla.subscribers import nearest_due

BECAUSE = {"es": "Cambió el calendario de días hábiles", "en": gettext_noop("The business calendar changed")}


def recompute_clocks() -> int:
    """Every clock that has not stopped; returns how many got another due date. One transaction per case."""
    clocks = SlaClock.objects.exclude(state=SlaClock.STOPPED)
    folios = clocks.order_by("case_id").values_list("case__folio", flat=True).distinct()
    return sum(_recompute_case(folio) for folio in folios.iterator())


def _recompute_case(folio: str) -> int:
    with transaction.atomic():
        case = engine.lock(folio)
        compiled = selectors.compiled(case.version_id)
        clocks = list(SlaClock.objects.filter(case=case).exclude(state=SlaClock.STOPPED))
        moved = []
        for clock in clocks:
            before = clock.due_at
            reckon(clock, list(compiled.spec.clocks[clock.key].at))
            if clock.due_at != before:
                clock.save(update_fields=["due_at", "next_mark_at"])
                moved.append((clock, before))
        if not moved:
            return 0
        write_columns(case, due_at=nearest_due(clocks))
        what = Occurrence("clock", "recomputed", role="system", text=BECAUSE)
        event = engine.occur(case, what, actor=SYSTEM)
        ClockEntry.objects.bulk_create(
            ClockEntry(
                clock=clock, event=event, at=time.now(), kind="recomputed", due_before=before,
                due_after=clock.due_at, because=BECAUSE,
            )
            for clock, before in moved
        )  # fmt: skip
        return len(moved)
