"""`child_case: {service: key, with: {…}}`: open a case of another service that this one waits for."""

from typing import ClassVar

from pydantic import Field

from casetypes.access.actors import SYSTEM
from casetypes.cases.effect_type import Effect, EffectContext
from casetypes.cases.models import CaseLink
from casetypes.cases.opening import Opening, open_case
from casetypes.definitions import selectors
from casetypes.definitions.schema.base import Key
from casetypes.definitions.schema.effects import EffectArguments
from casetypes.definitions.schema.references import AnyExpression, ServiceKey
from casetypes.kernel.expressions import compile
from casetypes.kernel.registry import effects


class ChildCase(EffectArguments):
    """`with` maps fields of the child's form to expressions over this case."""

    short: ClassVar[str] = "service"
    service: ServiceKey
    values: dict[Key, AnyExpression] = Field(default_factory=dict, alias="with")

    def opens(self) -> tuple[str, ...]:
        return (self.service,)


def carry_out(context: EffectContext, arguments: ChildCase) -> None:
    case = context.case
    answers = {key: compile(text).value(context.roots) for key, text in arguments.values.items()}
    child = open_case(
        Opening(
            version_id=selectors.live(arguments.service).pk, answers=answers, actor=SYSTEM, channel="internal",
            language=case.language, zone=case.zone, latitude=case.latitude, longitude=case.longitude,
            cell=case.cell, place=case.place, parent=case, citizen=case.citizen,
        )
    )  # fmt: skip
    CaseLink.objects.create(case=case, other=child, kind="child")


effects.register("child_case", Effect(Arguments=ChildCase, carry_out=carry_out, at_once=True))
