"""`location`: where it is. A point, or a colonia with an address; pin, search and device are equal ways."""

from typing import Literal

from django import forms

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described, said
from casetypes.forms.locations import LABELS, LocationField, in_words
from casetypes.kernel.expressions import CelType, optional


class LocationOptions(FieldOptions):
    """`within: municipality` refuses points outside the city's boundary; `anywhere` takes any point."""

    type: Literal["location"]
    within: Literal["municipality", "anywhere"] = "municipality"


class Location(FieldType[LocationOptions]):
    """Stored as {latitude, longitude, zone, address}, each part only when known; degrees of WGS 84."""

    name = "location"
    Options = LocationOptions
    cel_type = {
        "latitude": optional(CelType.DOUBLE),
        "longitude": optional(CelType.DOUBLE),
        "zone": optional(CelType.STRING),
        "address": optional(CelType.STRING),
    }
    json_types = (list, dict)

    def form_field(
        self, spec: LocationOptions, language: str, context: FieldContext = ANYWHERE
    ) -> forms.Field:
        inside = spec.within == "municipality" and not context.legacy
        return LocationField(inside_municipality=inside, **common(spec, language))

    def json_schema(self, spec: LocationOptions, language: str) -> dict[str, Json]:
        titles = {part: said(label, language) for part, label in LABELS.items()}
        return described(spec, language, {
            "type": "object",
            "properties": {
                "latitude": {"type": "number", "minimum": -90, "maximum": 90, "title": titles["latitude"]},
                "longitude": {
                    "type": "number", "minimum": -180, "maximum": 180, "title": titles["longitude"],
                },
                "zone": {"type": "string", "maxLength": 200, "title": titles["zone"]},
                "address": {"type": "string", "maxLength": 200, "title": titles["address"]},
            },
            "anyOf": [{"required": ["latitude", "longitude"]}, {"required": ["zone"]}],
            "additionalProperties": False,
            "x-agora-within": spec.within,
        })  # fmt: skip

    def display(self, value: Json, spec: LocationOptions, language: str) -> str:
        return in_words(value or {})
