"""`set: {field: expression}`: write answers of the form that the case itself worked out."""

from typing import ClassVar

from casetypes.cases.effect_type import Effect, EffectContext
from casetypes.definitions import selectors
from casetypes.definitions.schema.effects import EffectArguments
from casetypes.definitions.schema.references import AnyExpression, FormFieldKey
from casetypes.kernel.registry import effects


class SetAnswers(EffectArguments):
    """`values`: field key → expression. In YAML the mapping stands by itself: `set: {turno: input.turno}`."""

    short: ClassVar[str] = "values"
    takes_mapping: ClassVar[bool] = True
    values: dict[FormFieldKey, AnyExpression]


def carry_out(context: EffectContext, arguments: SetAnswers) -> None:
    case = context.case
    written = selectors.compiled(case.version_id).written(arguments.values, context.roots, context.event.name)
    case.answers = {**case.answers, **written}


effects.register("set", Effect(Arguments=SetAnswers, carry_out=carry_out, at_once=True))
