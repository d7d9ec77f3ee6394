"""`address`: a postal address in its Mexican parts. Personal by nature."""

from typing import ClassVar, Literal

from django import forms

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms import masking
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described, said
from casetypes.forms.postal_addresses import LABELS, LENGTHS, REQUIRED_PARTS, AddressField, one_line
from casetypes.kernel.expressions import CelType, optional


class AddressOptions(FieldOptions):
    personal_by_nature: ClassVar[bool] = True

    type: Literal["address"]


class Address(FieldType[AddressOptions]):
    name = "address"
    Options = AddressOptions
    cel_type = {part: optional(CelType.STRING) for part in LENGTHS}
    json_types = (dict,)

    def form_field(
        self, spec: AddressOptions, language: str, context: FieldContext = ANYWHERE
    ) -> forms.Field:
        return AddressField(**common(spec, language))

    def json_schema(self, spec: AddressOptions, language: str) -> dict[str, Json]:
        parts = {
            part: {"type": "string", "maxLength": length, "title": said(LABELS[part], language)}
            for part, length in LENGTHS.items()
        }
        parts["postal_code"]["pattern"] = r"^\d{5}$"
        return described(spec, language, {
            "type": "object",
            "properties": parts,
            "required": list(REQUIRED_PARTS),
            "additionalProperties": False,
        })  # fmt: skip

    def display(self, value: Json, spec: AddressOptions, language: str) -> str:
        return one_line(value or {})

    def mask(self, value: Json, spec: AddressOptions) -> str:
        return masking.address(value or {})
