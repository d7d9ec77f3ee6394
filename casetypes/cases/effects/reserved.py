"""Effects of the language whose rooms are not part of this release: their keys parse, and the linter
refuses to publish a definition that uses one."""

from typing import ClassVar, Literal

from casetypes.cases.effect_type import Effect
from casetypes.definitions.schema.base import Key
from casetypes.definitions.schema.effects import EffectArguments
from casetypes.kernel.registry import effects


class Webhook(EffectArguments):
    short: ClassVar[str] = "key"
    key: Key


class Appointment(EffectArguments):
    short: ClassVar[str] = "procedure"
    procedure: Key


class Penalty(EffectArguments):
    short: ClassVar[str] = "rule"
    rule: Key


class Publish(EffectArguments):
    short: ClassVar[str] = "what"
    what: Literal["late", "notice"]


RESERVED: dict[str, type[EffectArguments]] = {
    "webhook": Webhook,
    "appointment": Appointment,
    "penalty": Penalty,
    "publish": Publish,
}
for name, arguments in RESERVED.items():
    effects.register(name, Effect(Arguments=arguments, carry_out=None))
