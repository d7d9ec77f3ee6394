"""`choices`: several of the definition's options."""

from typing import Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext_lazy
from pydantic import Field, model_validator

from casetypes.definitions.schema.base import Key, Texts
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import (
    ANYWHERE,
    FieldContext,
    FieldType,
    Json,
    common,
    described,
    given,
    labelled,
)
from casetypes.forms.texts import ordered
from casetypes.kernel.expressions import CelType, many
from casetypes.kernel.text import pick


class ChoicesOptions(FieldOptions):
    """`min` and `max` count how many are chosen."""

    type: Literal["choices"]
    options: dict[Key, Texts] = Field(min_length=1, max_length=200)
    min: int | None = Field(default=None, ge=1)
    max: int | None = Field(default=None, ge=1)

    _ordered = model_validator(mode="after")(ordered)


class Choices(FieldType[ChoicesOptions]):
    name = "choices"
    Options = ChoicesOptions
    cel_type = many(CelType.STRING)
    json_types = (list,)

    def from_other(self, value: Json, other: FieldOptions, spec: ChoicesOptions) -> Json | None:
        """Keys that are all still offered; a single choice becomes a list of one."""
        if other.type == "choice":
            value = [value]
        elif other.type != self.name:
            return None
        return value if all(key in spec.options for key in value or []) else None

    def form_field(
        self, spec: ChoicesOptions, language: str, context: FieldContext = ANYWHERE
    ) -> forms.Field:
        field = forms.MultipleChoiceField(
            choices=labelled(spec.options, language),
            widget=forms.CheckboxSelectMultiple,
            **common(spec, language),
        )
        field.validators.append(lambda chosen: _check_count(len(chosen), spec))
        return field

    def to_json(self, value: list[str], spec: ChoicesOptions) -> list[str]:
        return [key for key in spec.options if key in value]

    def json_schema(self, spec: ChoicesOptions, language: str) -> dict[str, Json]:
        one_of = [{"const": key, "title": label} for key, label in labelled(spec.options, language)]
        limits = given(minItems=spec.min, maxItems=spec.max)
        return described(spec, language, {
            "type": "array", "items": {"type": "string", "oneOf": one_of}, "uniqueItems": True, **limits,
        })  # fmt: skip

    def display(self, value: Json, spec: ChoicesOptions, language: str) -> str:
        return ", ".join(pick(spec.options.get(key, {}), language) or key for key in value or [])


def _check_count(count: int, spec: ChoicesOptions) -> None:
    if spec.min and count < spec.min:
        text = ngettext_lazy("Choose at least %(limit)d.", "Choose at least %(limit)d.", spec.min)
        raise ValidationError(text % {"limit": spec.min}, code="too-few")
    if spec.max and count > spec.max:
        text = ngettext_lazy("Choose at most %(limit)d.", "Choose at most %(limit)d.", spec.max)
        raise ValidationError(text % {"limit": spec.max}, code="too-many")
