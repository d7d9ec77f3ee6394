"""`advance: key`: the system takes a step by itself, when a clock has run out or another case has ended.

`{advance: {transition: key, case: expression, service: key, with: {…}}}` does it to another case: the parent, or one
that an answer names. Carried out from the outbox, after whatever caused it is written. A case that has moved on, or
that a guard holds back, stays as it is: the step was an offer of the definition, not a duty.
"""

import logging
from typing import ClassVar

from pydantic import Field

from casetypes.access.actors import SYSTEM
from casetypes.cases import engine
from casetypes.cases.effect_type import Effect, EffectContext
from casetypes.cases.roots import case_roots
from casetypes.definitions import selectors
from casetypes.definitions.schema.base import Key
from casetypes.definitions.schema.effects import EffectArguments
from casetypes.definitions.schema.references import AnyExpression, ServiceKey, TextExpression
from casetypes.kernel.errors import NotAllowed, NotFound, Refused
from casetypes.kernel.registry import effects

logger = logging.getLogger(__name__)


class Advance(EffectArguments):
    """`case` yields the folio of another case, of `service`; `with` maps the input of the step to expressions over
    this case. Without `case` the step is this case's own."""

    short: ClassVar[str] = "transition"
    transition: Key
    service: ServiceKey | None = None
    case: TextExpression | None = None
    values: dict[Key, AnyExpression] = Field(default_factory=dict, alias="with")


def carry_out(context: EffectContext, arguments: Advance) -> None:
    case, event = context.case, context.event
    compiled = selectors.compiled(case.version_id)
    roots = case_roots(case, input=event.data.get("input", {}))
    folio = str(compiled.value(arguments.case, roots, event.name)) if arguments.case else case.folio
    given = {key: compiled.value(text, roots, event.name) for key, text in arguments.values.items()}
    try:
        engine.advance(folio, arguments.transition, actor=SYSTEM, input=given)
    except (NotAllowed, NotFound, Refused) as stays:
        logger.info("%s did not advance by %s: %s", folio, arguments.transition, stays)


effects.register("advance", Effect(Arguments=Advance, carry_out=carry_out))
