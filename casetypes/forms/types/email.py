"""`email`: an e-mail address. Personal by nature; the domain is kept in lower case."""

from typing import ClassVar, Literal

from django import forms

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms import masking
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described
from casetypes.kernel.expressions import CelType


class EmailOptions(FieldOptions):
    personal_by_nature: ClassVar[bool] = True

    type: Literal["email"]


class Email(FieldType[EmailOptions]):
    name = "email"
    Options = EmailOptions
    cel_type = CelType.STRING
    reads_from = frozenset({"text"})

    def form_field(self, spec: EmailOptions, language: str, context: FieldContext = ANYWHERE) -> forms.Field:
        widget = forms.EmailInput(
            attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
        )
        return forms.EmailField(max_length=254, widget=widget, **common(spec, language))

    def to_json(self, value: str, spec: EmailOptions) -> str:
        name, _, domain = value.rpartition("@")
        return f"{name}@{domain.lower()}"

    def mask(self, value: Json, spec: EmailOptions) -> str:
        return masking.email(str(value))

    def json_schema(self, spec: EmailOptions, language: str) -> dict[str, Json]:
        return described(spec, language, {"type": "string", "format": "email", "maxLength": 254})
