"""`integer`: a whole number, perhaps with a unit."""

from typing import Literal

from django import forms
from pydantic import Field, model_validator

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described, given
from casetypes.forms.numbers import LARGEST, bare, with_unit
from casetypes.forms.texts import ordered
from casetypes.kernel.expressions import CelType


class IntegerOptions(FieldOptions):
    type: Literal["integer"]
    min: int | None = Field(default=None, ge=-LARGEST, le=LARGEST)
    max: int | None = Field(default=None, ge=-LARGEST, le=LARGEST)
    unit: str | None = Field(default=None, max_length=20)

    _ordered = model_validator(mode="after")(ordered)


class Integer(FieldType[IntegerOptions]):
    name = "integer"
    Options = IntegerOptions
    cel_type = CelType.INT
    json_types = (int,)

    def from_other(self, value: Json, other: FieldOptions, spec: IntegerOptions) -> Json | None:
        """Numbers with decimals only when they have none."""
        if other.type in {"decimal", "money"} and float(value).is_integer():
            return self.cleaned_alike(int(value), spec)
        return super().from_other(value, other, spec)

    def form_field(
        self, spec: IntegerOptions, language: str, context: FieldContext = ANYWHERE
    ) -> forms.Field:
        low = -LARGEST if spec.min is None else spec.min
        high = LARGEST if spec.max is None else spec.max
        return forms.IntegerField(min_value=low, max_value=high, **common(spec, language))

    def json_schema(self, spec: IntegerOptions, language: str) -> dict[str, Json]:
        limits = given(minimum=spec.min, maximum=spec.max)
        unit = given(**{"x-agora-unit": spec.unit})
        return described(spec, language, {"type": "integer", **limits, **unit})

    def display(self, value: Json, spec: IntegerOptions, language: str) -> str:
        return "" if value is None else with_unit(value, spec.unit, language)

    def in_file(self, value: Json, spec: IntegerOptions, language: str) -> str:
        return "" if value is None else bare(value, language)
