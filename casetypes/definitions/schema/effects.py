"""`do:` lists. Each effect is one mapping with one key: its name; a short form where one argument says it all."""

from typing import Annotated, Any, ClassVar

from pydantic import GetCoreSchemaHandler, SerializeAsAny
from pydantic_core import core_schema

from casetypes.definitions.schema.base import Model
from casetypes.kernel.registry import effects


class EffectArguments(Model):
    """Arguments of one effect; `short` names the argument a plain value stands for (`{notify: programado}`)."""

    short: ClassVar[str | None] = None


class EffectCall(Model):
    """One effect of a transition, parsed: its registered name and its arguments."""

    name: str
    args: SerializeAsAny[EffectArguments]


class _OneKeyMapping:
    """`{name: short}` or `{name: {…}}` → EffectCall, keeping positions (the key is part of the location)."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        fields = {
            name: core_schema.typed_dict_field(self._arguments(effect.Arguments, handler), required=False)
            for name, effect in sorted(effects.items())
        }
        mapping = core_schema.typed_dict_schema(fields, extra_behavior="forbid")
        return core_schema.no_info_after_validator_function(
            _call,
            mapping,
            serialization=core_schema.plain_serializer_function_ser_schema(_plain),
        )

    @staticmethod
    def _arguments(arguments: type[EffectArguments], handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def expand(value: Any) -> Any:
            if isinstance(value, dict) or arguments.short is None:
                return value
            return {arguments.short: value}

        return core_schema.no_info_before_validator_function(expand, handler.generate_schema(arguments))


def _call(value: dict[str, EffectArguments]) -> EffectCall:
    if len(value) != 1:
        raise ValueError("an effect is one mapping with exactly one key, for example {notify: programado}")
    [(name, args)] = value.items()
    return EffectCall.model_construct(name=name, args=args)


def _plain(call: EffectCall) -> dict[str, Any]:
    return {call.name: call.args.model_dump(mode="json", by_alias=True, exclude_none=True)}


AnyEffect = Annotated[EffectCall, _OneKeyMapping()]
