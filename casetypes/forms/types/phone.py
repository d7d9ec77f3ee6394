"""`phone`: a phone number, kept in E.164. Personal by nature."""

from typing import Any, ClassVar, Literal

from django import forms

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms import masking, phones
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described
from casetypes.kernel.expressions import CelType


class PhoneOptions(FieldOptions):
    personal_by_nature: ClassVar[bool] = True

    type: Literal["phone"]


class PhoneField(forms.CharField):
    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return phones.normalise(text) if text else ""


class Phone(FieldType[PhoneOptions]):
    name = "phone"
    Options = PhoneOptions
    cel_type = CelType.STRING
    reads_from = frozenset({"text"})

    def form_field(self, spec: PhoneOptions, language: str, context: FieldContext = ANYWHERE) -> forms.Field:
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
        return PhoneField(max_length=30, widget=widget, **common(spec, language))

    def json_schema(self, spec: PhoneOptions, language: str) -> dict[str, Json]:
        return described(spec, language, {"type": "string", "format": "phone", "maxLength": 30})

    def display(self, value: Json, spec: PhoneOptions, language: str) -> str:
        return phones.for_people(value) if value else ""

    def mask(self, value: Json, spec: PhoneOptions) -> str:
        return masking.phone(str(value))
