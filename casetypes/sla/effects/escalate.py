"""`escalate: supervisor`: the case appears in the queue of the desk above, and says so."""

from typing import ClassVar, Literal

from casetypes.access.models import Desk
from casetypes.cases.effect_type import Effect, EffectContext
from casetypes.cases.services import let_read, write_columns
from casetypes.definitions.schema.effects import EffectArguments
from casetypes.kernel import clock
from casetypes.kernel.registry import effects


class Escalate(EffectArguments):
    """`to` is the role that is to look at it, at the desk the case's desk escalates to (or its own)."""

    short: ClassVar[str] = "to"
    to: Literal["supervisor", "control_desk"] = "supervisor"


def carry_out(context: EffectContext, arguments: Escalate) -> None:
    case = context.case
    own: Desk = case.desk
    target = own.escalates_to_id or own.key
    write_columns(case, escalated_to_id=target, escalated_at=clock.now())
    if target != own.key:
        let_read(case, target, reason="escalated")
    context.event.data = {**context.event.data, "escalated": {"to": target, "role": arguments.to}}
    context.event.save(update_fields=["data"])


effects.register("escalate", Effect(Arguments=Escalate, carry_out=carry_out, at_once=True))
