"""`work_order: key`: open a work order for the case's crew, at once."""

from typing import ClassVar

from casetypes.audit import rows
from casetypes.cases.effect_type import Effect, EffectContext
from casetypes.definitions import selectors
from casetypes.definitions.schema.effects import EffectArguments
from casetypes.definitions.schema.references import WorkOrderKey
from casetypes.fieldwork.models import WorkOrder
from casetypes.kernel import clock
from casetypes.kernel.registry import effects


class OpenWorkOrder(EffectArguments):
    short: ClassVar[str] = "template"
    template: WorkOrderKey


def carry_out(context: EffectContext, arguments: OpenWorkOrder) -> None:
    """The crew is the one the case is assigned to; a template with a checklist closes with it."""
    case = context.case
    spec = selectors.compiled(case.version_id).spec.work_orders[arguments.template]
    rows.insert(WorkOrder(
        case=case, key=arguments.template, checklist=spec.checklist or "", crew_id=case.crew_id,
        materials=dict.fromkeys(spec.materials), opened_at=clock.now(),
    ))  # fmt: skip


effects.register("work_order", Effect(Arguments=OpenWorkOrder, carry_out=carry_out, at_once=True))
