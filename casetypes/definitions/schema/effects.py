"""`do:` lists. Each effect is one mapping with one key: its name; a short form where one argument says it all."""

from typing import Annotated, Any, ClassVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, SerializeAsAny
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

from casetypes.definitions.schema.base import Model
from casetypes.kernel.phrases import phrase
from casetypes.kernel.registry import effects


class EffectArguments(Model):
    """Arguments of one effect; `short` names the argument a plain value stands for (`{notify: programado}`);
    with `takes_mapping` a mapping stands for it too (`set: {field: expression}`)."""

    short: ClassVar[str | None] = None
    takes_mapping: ClassVar[bool] = False

    def opens(self) -> tuple[str, ...]:
        """Keys of services of which the effect opens child cases."""
        return ()


class EffectCall(Model):
    """One effect of a transition, parsed: its registered name and its arguments."""

    name: str
    args: SerializeAsAny[EffectArguments]


class OneKeyMapping:
    """`{name: short}` or `{name: {…}}` → EffectCall, keeping positions (the key is part of the location)."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        fields = {
            name: core_schema.typed_dict_field(self._arguments(effect.Arguments, handler), required=False)
            for name, effect in sorted(effects.items())
        }
        mapping = core_schema.typed_dict_schema(fields, extra_behavior="forbid")
        parsed = core_schema.no_info_after_validator_function(_call, mapping)
        return core_schema.no_info_before_validator_function(
            _one_known_key,
            parsed,
            serialization=core_schema.plain_serializer_function_ser_schema(_plain),
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """One object with exactly one of the effect names; the short form beside the long one."""
        json_schema = handler(schema)
        json_schema.update(minProperties=1, maxProperties=1)
        for name, effect in effects.items():
            if effect.Arguments.short is not None:
                long_form = json_schema["properties"][name]
                short_form = {
                    "type": ["string", "number", "boolean"],
                    "description": f"The {effect.Arguments.short}.",
                }
                json_schema["properties"][name] = {"anyOf": [short_form, long_form]}
        return json_schema

    @staticmethod
    def _arguments(arguments: type[EffectArguments], handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def expand(value: Any) -> Any:
            if arguments.short is None or (isinstance(value, dict) and not arguments.takes_mapping):
                return value
            return {arguments.short: value}

        return core_schema.no_info_before_validator_function(expand, handler.generate_schema(arguments))


_ONE_KEY = phrase("an effect is one mapping with one key: {notify: programado}")


def _one_known_key(value: Any) -> Any:
    if isinstance(value, EffectCall):
        return _plain(value)
    if not isinstance(value, dict) or len(value) != 1:
        raise PydanticCustomError("phrase", "{why}", {"why": _ONE_KEY})
    [name] = value
    if name not in effects:
        why = phrase('there is no effect "%(effect)s"', effect=name)
        raise PydanticCustomError("effect_unknown", "{why}", {"why": why, "effect": name})
    return value


def _call(value: dict[str, EffectArguments]) -> EffectCall:
    [(name, args)] = value.items()
    return EffectCall.model_construct(name=name, args=args)


def _plain(call: EffectCall) -> dict[str, Any]:
    return {call.name: call.args.model_dump(mode="json", by_alias=True, exclude_none=True)}


AnyEffect = Annotated[EffectCall, OneKeyMapping()]
