"""`survey: key`: invite the reporter to a survey, at once; the message that follows carries the link."""

from typing import ClassVar

from casetypes.cases.effect_type import Effect, EffectContext
from casetypes.definitions.schema.effects import EffectArguments
from casetypes.definitions.schema.references import SurveyKey
from casetypes.kernel.registry import effects
from casetypes.surveys.services import invite


class Invite(EffectArguments):
    short: ClassVar[str] = "key"
    key: SurveyKey


def carry_out(context: EffectContext, arguments: Invite) -> None:
    """One invitation per closing: a case that was re-opened and closed again gets a new one."""
    invite(context.case, arguments.key)


effects.register("survey", Effect(Arguments=Invite, carry_out=carry_out, at_once=True))
