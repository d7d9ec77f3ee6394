"""`crew`: a crew; at a desk, one of its own crews."""

from typing import Literal

from django import forms

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms import directories
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described
from casetypes.kernel.expressions import CelType


class CrewOptions(FieldOptions):
    type: Literal["crew"]


class Crew(FieldType[CrewOptions]):
    name = "crew"
    Options = CrewOptions
    cel_type = CelType.STRING

    def form_field(self, spec: CrewOptions, language: str, context: FieldContext = ANYWHERE) -> forms.Field:
        offered = directories.crews(language, context.desk)
        return forms.ChoiceField(choices=[directories.NOTHING_CHOSEN, *offered], **common(spec, language))

    def json_schema(self, spec: CrewOptions, language: str) -> dict[str, Json]:
        return described(spec, language, {"type": "string", "maxLength": 60})

    def display(self, value: Json, spec: CrewOptions, language: str) -> str:
        return directories.crew_name(value, language) if value else ""
