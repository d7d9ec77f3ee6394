"""`text`: one line."""

from collections.abc import Callable
from typing import Literal

from django import forms
from django.core.exceptions import ValidationError
from pydantic import Field, model_validator

from casetypes.definitions.schema.base import Texts
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms import masking
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described, given
from casetypes.forms.patterns import SafePattern, matches
from casetypes.forms.texts import WRONG_FORM, ordered
from casetypes.kernel.expressions import CelType
from casetypes.kernel.text import pick


class TextOptions(FieldOptions):
    """`min` and `max` count characters; the whole text must match `pattern`, told by `pattern_hint`."""

    type: Literal["text"]
    min: int | None = Field(default=None, ge=1, le=500)
    max: int = Field(default=200, ge=1, le=500)
    pattern: SafePattern | None = None
    pattern_hint: Texts = Field(default_factory=dict)

    _ordered = model_validator(mode="after")(ordered)


class Text(FieldType[TextOptions]):
    name = "text"
    Options = TextOptions
    cel_type = CelType.STRING
    reads_from = frozenset({"long_text", "postal_code", "curp", "email", "phone"})

    def from_other(self, value: Json, other: FieldOptions, spec: TextOptions) -> Json | None:
        """A whole number is written out; a text that would be cut or changed is not taken."""
        if other.type == "integer":
            return self.cleaned_alike(str(value), spec)
        return super().from_other(value, other, spec)

    def mask(self, value: Json, spec: TextOptions) -> str:
        return masking.first_letter(str(value))

    def form_field(self, spec: TextOptions, language: str, context: FieldContext = ANYWHERE) -> forms.Field:
        field = forms.CharField(min_length=spec.min, max_length=spec.max, **common(spec, language))
        if spec.pattern:
            field.validators.append(_has_form(spec, language))
        return field

    def json_schema(self, spec: TextOptions, language: str) -> dict[str, Json]:
        limits = given(
            minLength=spec.min, maxLength=spec.max, pattern=spec.pattern and f"^(?:{spec.pattern})$"
        )
        return described(spec, language, {"type": "string", **limits})


def _has_form(spec: TextOptions, language: str) -> Callable[[str], None]:
    def check(value: str) -> None:
        if not matches(spec.pattern or "", value):
            raise ValidationError(pick(spec.pattern_hint, language) or WRONG_FORM, code="pattern")

    return check
