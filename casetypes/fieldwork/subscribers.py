"""What field work contributes to a case: the `checklist` root, and the start of work orders."""

from casetypes.cases.models import Case, CaseEvent
from casetypes.definitions import selectors
from casetypes.definitions.schema.service import Transition
from casetypes.fieldwork.models import ChecklistRecord, WorkOrder
from casetypes.fieldwork.score import standing
from casetypes.kernel.extension_points import case_moved, expression_roots


@expression_roots.register
def checklist_root(case: Case, wanted: frozenset[str]) -> dict[str, dict[str, dict[str, object]]]:
    """`checklist.<key>.complete` and `.score`, of the current round (a re-opened case starts a new one)."""
    if "checklist" not in wanted:
        return {}
    records = {each.key: each for each in ChecklistRecord.objects.filter(case=case, round=case.reopened + 1)}
    specs = selectors.compiled(case.version_id).spec.checklists
    return {"checklist": {key: standing(spec, records.get(key)) for key, spec in specs.items()}}


@case_moved.register
def start_work(case: Case, event: CaseEvent, transition: Transition) -> None:
    """Work has begun when the case enters a state in which a work order's checklist is open."""
    spec = selectors.compiled(case.version_id).spec
    checklists = {order.checklist for order in spec.work_orders.values() if order.checklist}
    if any(case.state in spec.checklists[key].open_in for key in checklists):
        orders = WorkOrder.objects.filter(case=case, started_at=None, closed_at=None)
        orders.update(started_at=event.at, crew=case.crew_id)
