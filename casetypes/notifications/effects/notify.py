"""`notify: key` or `notify: {to: …, template: key}`: tell somebody, carried out from the outbox."""

from typing import ClassVar, Literal

from casetypes.cases.effect_type import Effect, EffectContext
from casetypes.definitions.schema.effects import EffectArguments
from casetypes.definitions.schema.references import MessageKey
from casetypes.kernel.registry import effects
from casetypes.notifications import dispatch


class Notify(EffectArguments):
    """Without `to`, the template's own audience is told."""

    short: ClassVar[str] = "template"
    template: MessageKey
    to: Literal["reporter", "desk", "assignee", "supervisor", "followers"] | None = None


def carry_out(context: EffectContext, arguments: Notify) -> None:
    dispatch.tell(
        context.case, context.event, template=arguments.template, to=arguments.to, entry=context.entry_id
    )


effects.register("notify", Effect(Arguments=Notify, carry_out=carry_out))
