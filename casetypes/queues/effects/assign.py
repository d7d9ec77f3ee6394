"""`assign: input.cuadrilla`: give the case to a crew, at once, on the record."""

from typing import ClassVar

from django.utils.translation import gettext as _

from casetypes.cases.effect_type import Effect, EffectContext
from casetypes.definitions import selectors
from casetypes.definitions.schema.effects import EffectArguments
from casetypes.definitions.schema.references import TextExpression
from casetypes.kernel.errors import Invalid
from casetypes.kernel.expressions import compile
from casetypes.kernel.registry import effects
from casetypes.queues.services import Given, give


class Assign(EffectArguments):
    """`crew` is an expression that yields the key of a crew of the case's own desk."""

    short: ClassVar[str] = "crew"
    crew: TextExpression


def carry_out(context: EffectContext, arguments: Assign) -> None:
    """Raises Invalid when there is no such crew at the case's desk."""
    case = context.case
    key = str(compile(arguments.crew).value(context.roots))
    crew = selectors.desks_spec().crews.get(key)
    if crew is None or crew.desk != case.desk_id:
        raise Invalid(_("This desk has no crew called %(crew)s.") % {"crew": key})
    give(case, Given(crew_key=key, by_user_id=context.event.user_id))


effects.register("assign", Effect(Arguments=Assign, carry_out=carry_out, at_once=True))
