"""`long_text`: several lines."""

from typing import Literal

from django import forms
from pydantic import Field, model_validator

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described, given
from casetypes.forms.texts import ordered
from casetypes.kernel.expressions import CelType


class LongTextOptions(FieldOptions):
    """`min` and `max` count characters."""

    type: Literal["long_text"]
    min: int | None = Field(default=None, ge=1, le=10_000)
    max: int = Field(default=2_000, ge=1, le=10_000)
    rows: int = Field(default=5, ge=2, le=20)

    _ordered = model_validator(mode="after")(ordered)


class LongText(FieldType[LongTextOptions]):
    name = "long_text"
    Options = LongTextOptions
    cel_type = CelType.STRING
    reads_from = frozenset({"text", "email", "phone", "postal_code", "curp"})

    def from_other(self, value: Json, other: FieldOptions, spec: LongTextOptions) -> Json | None:
        """A whole number is written out; a text that would be cut or changed is not taken."""
        if other.type == "integer":
            return self.cleaned_alike(str(value), spec)
        return super().from_other(value, other, spec)

    def form_field(
        self, spec: LongTextOptions, language: str, context: FieldContext = ANYWHERE
    ) -> forms.Field:
        return forms.CharField(
            min_length=spec.min,
            max_length=spec.max,
            widget=forms.Textarea(attrs={"rows": spec.rows}),
            **common(spec, language),
        )

    def json_schema(self, spec: LongTextOptions, language: str) -> dict[str, Json]:
        limits = given(minLength=spec.min, maxLength=spec.max)
        return described(spec, language, {"type": "string", **limits, "x-agora-lines": spec.rows})
