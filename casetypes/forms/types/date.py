"""`date`: a day, perhaps only up to or from today."""

from datetime import UTC
from datetime import date as Day
from datetime import datetime as Moment
from datetime import time as Time
from typing import Any, Literal

from django import forms
from django.utils import timezone
from pydantic import model_validator

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described, given
from casetypes.forms.moments import check_between, day, in_words
from casetypes.kernel import clock
from casetypes.kernel.expressions import CelType
from casetypes.kernel.phrases import phrase


class DateOptions(FieldOptions):
    """`not_after` and `not_before` are a date or the word `today`, which is the city's date."""

    type: Literal["date"]
    not_after: Literal["today"] | Day | None = None
    not_before: Literal["today"] | Day | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "DateOptions":
        first, last = self.not_before, self.not_after
        if isinstance(first, Day) and isinstance(last, Day) and first > last:
            raise ValueError(
                phrase("not_before (%(first)s) is later than not_after (%(last)s)", first=first, last=last)
            )
        return self


class DateField(forms.DateField):
    """ISO dates always, besides the ways the active language writes them."""

    def to_python(self, value: Any) -> Day | None:
        if isinstance(value, str):
            try:
                return Day.fromisoformat(value.strip())
            except ValueError:
                pass
        return super().to_python(value)


class Date(FieldType[DateOptions]):
    name = "date"
    Options = DateOptions
    cel_type = CelType.TIMESTAMP
    reads_from = frozenset({"text"})

    def form_field(self, spec: DateOptions, language: str, context: FieldContext = ANYWHERE) -> forms.Field:
        limits = given(max=_iso(spec.not_after), min=_iso(spec.not_before))
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **limits})
        field = DateField(widget=widget, **common(spec, language))
        field.validators.append(lambda value: check_between(value, spec.not_before, spec.not_after))
        return field

    def to_json(self, value: Day, spec: DateOptions) -> str:
        return value.isoformat()

    def from_json(self, value: Json, spec: DateOptions) -> Day | None:
        return None if value is None else Day.fromisoformat(value)

    def from_expression(self, value: Any, spec: DateOptions) -> Json:
        """Midnight in UTC is what expressions take a day for; any other moment is on a day of the city."""
        if not isinstance(value, Moment):
            return value
        moment = value.astimezone(UTC)
        if moment.time() != Time(0):
            moment = clock.local(value, timezone.get_current_timezone_name())
        return moment.date().isoformat()

    def json_schema(self, spec: DateOptions, language: str) -> dict[str, Json]:
        limits = given(
            **{"x-agora-not-before": _iso(spec.not_before), "x-agora-not-after": _iso(spec.not_after)}
        )
        return described(spec, language, {"type": "string", "format": "date", **limits})

    def display(self, value: Json, spec: DateOptions, language: str) -> str:
        return in_words(Day.fromisoformat(value), language, "DATE_FORMAT") if value else ""

    def in_file(self, value: Json, spec: DateOptions, language: str) -> str:
        return str(value or "")


def _iso(bound: Literal["today"] | Day | None) -> str | None:
    limit = day(bound)
    return limit.isoformat() if limit else None
