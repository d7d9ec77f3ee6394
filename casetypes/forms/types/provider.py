"""`provider`: a provider or agency: a desk marked as such in desks.yaml."""

from typing import Literal

from django import forms

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms import directories
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described
from casetypes.kernel.expressions import CelType


class ProviderOptions(FieldOptions):
    type: Literal["provider"]


class Provider(FieldType[ProviderOptions]):
    name = "provider"
    Options = ProviderOptions
    cel_type = CelType.STRING

    def form_field(
        self, spec: ProviderOptions, language: str, context: FieldContext = ANYWHERE
    ) -> forms.Field:
        offered = directories.providers(language)
        return forms.ChoiceField(choices=[directories.NOTHING_CHOSEN, *offered], **common(spec, language))

    def json_schema(self, spec: ProviderOptions, language: str) -> dict[str, Json]:
        return described(spec, language, {"type": "string", "maxLength": 60})

    def display(self, value: Json, spec: ProviderOptions, language: str) -> str:
        return directories.desk_name(value, language) if value else ""
