"""`advance: key`: the system takes a step by itself, when a clock has run out.

`{advance: {to: parent, service: key, transition: key}}` takes it in the case that opened this one: what it waited for
has come to an end. Carried out from the outbox, after whatever caused it is written. A case that has moved on, or that
a guard holds back, stays as it is: the step was an offer of the definition, not a duty.
"""

import logging
from typing import ClassVar, Literal

from pydantic import Field

from casetypes.access.actors import SYSTEM
from casetypes.cases import engine
from casetypes.cases.effect_type import Effect, EffectContext
from casetypes.cases.roots import case_roots
from casetypes.definitions import selectors
from casetypes.definitions.schema.base import Key
from casetypes.definitions.schema.effects import EffectArguments
from casetypes.definitions.schema.references import AnyExpression, ServiceKey
from casetypes.kernel.errors import NotAllowed, NotFound, Refused
from casetypes.kernel.registry import effects

logger = logging.getLogger(__name__)


class Advance(EffectArguments):
    """`service` is the parent's; `with` maps the input of the step to expressions over this case."""

    short: ClassVar[str] = "transition"
    transition: Key
    to: Literal["itself", "parent"] = "itself"
    service: ServiceKey | None = None
    values: dict[Key, AnyExpression] = Field(default_factory=dict, alias="with")


def carry_out(context: EffectContext, arguments: Advance) -> None:
    case, event = context.case, context.event
    target = case.parent if arguments.to == "parent" else case
    if target is None:
        return
    compiled = selectors.compiled(case.version_id)
    roots = case_roots(case, input=event.data.get("input", {}))
    given = compiled.written(arguments.values, roots, event.name)
    try:
        engine.advance(target.folio, arguments.transition, actor=SYSTEM, input=given)
    except (NotAllowed, NotFound, Refused) as stays:
        logger.info("%s did not advance by %s: %s", target.folio, arguments.transition, stays)


effects.register("advance", Effect(Arguments=Advance, carry_out=carry_out))
