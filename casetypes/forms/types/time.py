"""`time`: a time of day, "17:30". Text in expressions (it compares as it reads)."""

from datetime import time as TimeOfDay
from typing import Literal

from django import forms

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described
from casetypes.forms.moments import in_words
from casetypes.kernel.expressions import CelType


class TimeOptions(FieldOptions):
    type: Literal["time"]


class Time(FieldType[TimeOptions]):
    name = "time"
    Options = TimeOptions
    cel_type = CelType.STRING
    reads_from = frozenset({"text"})

    def form_field(self, spec: TimeOptions, language: str, context: FieldContext = ANYWHERE) -> forms.Field:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        return forms.TimeField(input_formats=["%H:%M", "%H:%M:%S"], widget=widget, **common(spec, language))

    def to_json(self, value: TimeOfDay, spec: TimeOptions) -> str:
        return f"{value:%H:%M}"

    def json_schema(self, spec: TimeOptions, language: str) -> dict[str, Json]:
        return described(spec, language, {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"})

    def display(self, value: Json, spec: TimeOptions, language: str) -> str:
        return in_words(TimeOfDay.fromisoformat(value), language, "TIME_FORMAT") if value else ""
