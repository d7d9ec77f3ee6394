"""`desk`: a desk of any department."""

from typing import Literal

from django import forms

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms import directories
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described
from casetypes.kernel.expressions import CelType


class DeskOptions(FieldOptions):
    type: Literal["desk"]


class Desk(FieldType[DeskOptions]):
    name = "desk"
    Options = DeskOptions
    cel_type = CelType.STRING

    def form_field(self, spec: DeskOptions, language: str, context: FieldContext = ANYWHERE) -> forms.Field:
        offered = directories.desks(language)
        return forms.ChoiceField(choices=[directories.NOTHING_CHOSEN, *offered], **common(spec, language))

    def json_schema(self, spec: DeskOptions, language: str) -> dict[str, Json]:
        return described(spec, language, {"type": "string", "maxLength": 60})

    def display(self, value: Json, spec: DeskOptions, language: str) -> str:
        return directories.desk_name(value, language) if value else ""
