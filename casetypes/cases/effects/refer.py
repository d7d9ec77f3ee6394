"""`refer: input.a`: hand the case to another desk at once. One folio, one timeline; the sender reads on."""

from typing import ClassVar

from django.utils.translation import gettext as _

from casetypes.access.models import Desk
from casetypes.cases.effect_type import Effect, EffectContext
from casetypes.cases.services import let_read
from casetypes.definitions.schema.effects import EffectArguments
from casetypes.definitions.schema.references import TextExpression
from casetypes.kernel.errors import Invalid
from casetypes.kernel.expressions import compile
from casetypes.kernel.registry import effects


class Refer(EffectArguments):
    """`desk` is an expression that yields the key of the receiving desk."""

    short: ClassVar[str] = "desk"
    desk: TextExpression


def carry_out(context: EffectContext, arguments: Refer) -> None:
    """Raises Invalid when the expression names no active desk."""
    key = str(compile(arguments.desk).value(context.roots))
    case = context.case
    desk = Desk.objects.filter(key=key, active=True).first()
    if desk is None:
        raise Invalid(_("There is no desk called %(desk)s.") % {"desk": key})
    if desk.key == case.desk_id:
        return
    let_read(case, case.desk_id, reason="referred")
    context.event.data = {**context.event.data, "referred": {"from": case.desk_id, "to": desk.key}}
    context.event.save(update_fields=["data"])
    case.desk = desk
    case.crew = None
    case.assignee = None


effects.register("refer", Effect(Arguments=Refer, carry_out=carry_out, at_once=True))
