"""`boolean`: yes or no, with two radio buttons; one checkbox where it has to be so (`must_be`)."""

from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import (
    ANYWHERE,
    FieldContext,
    FieldType,
    Json,
    common,
    described,
    said,
)
from casetypes.forms.texts import NO, YES
from casetypes.kernel.expressions import CelType


class BooleanOptions(FieldOptions):
    """`must_be: true` marks a check that has to be made (a checklist item is complete only then)."""

    type: Literal["boolean"]


class YesNoField(forms.TypedChoiceField):
    """Two radio buttons that also read true and false as JSON and as text columns have them."""

    def to_python(self, value: Any) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        return super().to_python(value).strip().lower()

    def prepare_value(self, value: Any) -> Any:
        return self.to_python(value) if isinstance(value, bool) else value


class Boolean(FieldType[BooleanOptions]):
    name = "boolean"
    Options = BooleanOptions
    cel_type = CelType.BOOL
    json_types = (bool,)

    def form_field(
        self, spec: BooleanOptions, language: str, context: FieldContext = ANYWHERE
    ) -> forms.Field:
        if spec.must_be is not None:
            return _Check(
                must_be=spec.must_be, asked=spec.required, **{**common(spec, language), "required": False}
            )
        return YesNoField(
            choices=[("true", said(YES, language)), ("false", said(NO, language))],
            coerce="true".__eq__,
            empty_value=None,
            widget=forms.RadioSelect,
            **common(spec, language),
        )

    def json_schema(self, spec: BooleanOptions, language: str) -> dict[str, Json]:
        return described(spec, language, {"type": "boolean"})

    def display(self, value: Json, spec: BooleanOptions, language: str) -> str:
        return "" if value is None else said(YES if value else NO, language)


class _Check(forms.BooleanField):
    """One checkbox; refused when it is required and not as it must be."""

    def __init__(self, *, must_be: bool, asked: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.empty_values = [None]
        self.must_be = must_be
        self.asked = asked

    def to_python(self, value: Any) -> bool | None:  # type: ignore[override]
        return None if value is None else super().to_python(value)

    def validate(self, value: bool | None) -> None:
        if self.asked and value is not self.must_be:
            raise ValidationError(_("This has to be confirmed."), code="required")
