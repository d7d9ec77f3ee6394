"""`money`: an amount in one currency, with cents. A double in expressions."""

from decimal import Decimal as Exact
from typing import Annotated, Any, Literal

from django import forms
from pydantic import Field, StringConstraints, model_validator

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described, given
from casetypes.forms.numbers import LARGEST, as_number, bare, from_number, with_unit
from casetypes.forms.texts import ordered
from casetypes.kernel.expressions import CelType


class MoneyOptions(FieldOptions):
    """`min` and `max` in the currency; an amount is never negative unless `min` says so."""

    type: Literal["money"]
    min: float = Field(default=0, ge=-LARGEST, le=LARGEST)
    max: float | None = Field(default=None, ge=-LARGEST, le=LARGEST)
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "MXN"

    _ordered = model_validator(mode="after")(ordered)


class Money(FieldType[MoneyOptions]):
    name = "money"
    Options = MoneyOptions
    cel_type = CelType.DOUBLE
    json_types = (int, float)
    reads_from = frozenset({"integer", "decimal"})

    def form_field(self, spec: MoneyOptions, language: str, context: FieldContext = ANYWHERE) -> forms.Field:
        return forms.DecimalField(
            min_value=Exact(str(spec.min)),
            max_value=Exact(str(LARGEST if spec.max is None else spec.max)),
            decimal_places=2,
            max_digits=15,
            **common(spec, language),
        )

    def prepare(self, value: Json) -> Any:
        return from_number(value)

    def to_json(self, value: Any, spec: MoneyOptions) -> float:
        return as_number(value)

    def json_schema(self, spec: MoneyOptions, language: str) -> dict[str, Json]:
        limits = given(minimum=spec.min, maximum=spec.max)
        return described(spec, language, {"type": "number", **limits, "x-agora-unit": spec.currency})

    def display(self, value: Json, spec: MoneyOptions, language: str) -> str:
        return "" if value is None else with_unit(value, spec.currency, language, places=2)

    def in_file(self, value: Json, spec: MoneyOptions, language: str) -> str:
        return "" if value is None else bare(value, language, places=2)
