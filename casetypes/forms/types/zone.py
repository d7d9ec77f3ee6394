"""`zone`: a colonia or sector of the city, by its key; people may write its name."""

from typing import Any, Literal

from django import forms

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.directories import find_zone, zone_name
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described
from casetypes.kernel.expressions import CelType


class ZoneOptions(FieldOptions):
    type: Literal["zone"]


class ZoneField(forms.CharField):
    """Cleans to the key of the zone."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return find_zone(text).key if text else ""


class ZoneType(FieldType[ZoneOptions]):
    name = "zone"
    Options = ZoneOptions
    cel_type = CelType.STRING

    def form_field(self, spec: ZoneOptions, language: str, context: FieldContext = ANYWHERE) -> forms.Field:
        widget = forms.TextInput(attrs={"data-suggest": "zones", "autocomplete": "off"})
        return ZoneField(max_length=200, widget=widget, **common(spec, language))

    def json_schema(self, spec: ZoneOptions, language: str) -> dict[str, Json]:
        return described(spec, language, {"type": "string", "maxLength": 200})

    def display(self, value: Json, spec: ZoneOptions, language: str) -> str:
        return zone_name(value) if value else ""
