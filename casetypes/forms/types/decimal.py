"""`decimal`: a number with decimals, perhaps with a unit. A double in expressions."""

from decimal import Decimal as Exact
from typing import Any, Literal

from django import forms
from pydantic import Field, model_validator

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described, given
from casetypes.forms.numbers import LARGEST, as_number, bare, from_number, with_unit
from casetypes.forms.texts import ordered
from casetypes.kernel.expressions import CelType


class DecimalOptions(FieldOptions):
    type: Literal["decimal"]
    min: float | None = Field(default=None, ge=-LARGEST, le=LARGEST)
    max: float | None = Field(default=None, ge=-LARGEST, le=LARGEST)
    places: int = Field(default=3, ge=0, le=6)
    unit: str | None = Field(default=None, max_length=20)

    _ordered = model_validator(mode="after")(ordered)


class Decimal(FieldType[DecimalOptions]):
    name = "decimal"
    Options = DecimalOptions
    cel_type = CelType.DOUBLE
    json_types = (int, float)
    reads_from = frozenset({"integer", "money"})

    def form_field(
        self, spec: DecimalOptions, language: str, context: FieldContext = ANYWHERE
    ) -> forms.Field:
        return forms.DecimalField(
            min_value=Exact(str(-LARGEST if spec.min is None else spec.min)),
            max_value=Exact(str(LARGEST if spec.max is None else spec.max)),
            decimal_places=spec.places,
            max_digits=19,
            **common(spec, language),
        )

    def prepare(self, value: Json) -> Any:
        return from_number(value)

    def to_json(self, value: Any, spec: DecimalOptions) -> float:
        return as_number(value)

    def json_schema(self, spec: DecimalOptions, language: str) -> dict[str, Json]:
        limits = given(minimum=spec.min, maximum=spec.max)
        unit = given(**{"x-agora-unit": spec.unit})
        return described(spec, language, {"type": "number", **limits, **unit})

    def display(self, value: Json, spec: DecimalOptions, language: str) -> str:
        return "" if value is None else with_unit(value, spec.unit, language)

    def in_file(self, value: Json, spec: DecimalOptions, language: str) -> str:
        return "" if value is None else bare(value, language)
