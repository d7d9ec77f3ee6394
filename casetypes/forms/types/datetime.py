"""`datetime`: a moment. Without a zone it is read as the city's time; stored in UTC."""

from datetime import UTC
from datetime import date as Day
from datetime import datetime as Moment
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described
from casetypes.forms.moments import check_between, in_words
from casetypes.kernel import clock
from casetypes.kernel.expressions import CelType


class DatetimeOptions(FieldOptions):
    """`not_after` and `not_before` are a date or the word `today`."""

    type: Literal["datetime"]
    not_after: Literal["today"] | Day | None = None
    not_before: Literal["today"] | Day | None = None


class MomentField(forms.DateTimeField):
    """RFC 3339 and the browser's `2026-12-01T09:30`; what has no zone is the city's time."""

    def to_python(self, value: Any) -> Moment | None:
        if value in self.empty_values:
            return None
        moment = value if isinstance(value, Moment) else _parsed(str(value))
        if moment is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return (
            moment
            if moment.tzinfo
            else moment.replace(tzinfo=clock.zone(timezone.get_current_timezone_name()))
        )

    def prepare_value(self, value: Any) -> Any:
        moment = _parsed(value) if isinstance(value, str) else value
        return (
            clock.local(moment, timezone.get_current_timezone_name()) if moment and moment.tzinfo else value
        )


class Datetime(FieldType[DatetimeOptions]):
    name = "datetime"
    Options = DatetimeOptions
    cel_type = CelType.TIMESTAMP
    reads_from = frozenset({"text"})

    def form_field(
        self, spec: DatetimeOptions, language: str, context: FieldContext = ANYWHERE
    ) -> forms.Field:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        field = MomentField(widget=widget, **common(spec, language))
        field.validators.append(
            lambda value: check_between(
                clock.local(value, timezone.get_current_timezone_name()).date(),
                spec.not_before,
                spec.not_after,
            )
        )
        return field

    def to_json(self, value: Moment, spec: DatetimeOptions) -> str:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")

    def from_json(self, value: Json, spec: DatetimeOptions) -> Moment | None:
        return None if value is None else Moment.fromisoformat(value)

    def from_expression(self, value: Any, spec: DatetimeOptions) -> Json:
        return self.to_json(value, spec) if isinstance(value, Moment) else value

    def json_schema(self, spec: DatetimeOptions, language: str) -> dict[str, Json]:
        return described(spec, language, {"type": "string", "format": "date-time"})

    def display(self, value: Json, spec: DatetimeOptions, language: str) -> str:
        return in_words(_local(value), language, "DATETIME_FORMAT") if value else ""

    def in_file(self, value: Json, spec: DatetimeOptions, language: str) -> str:
        return f"{_local(value):%Y-%m-%d %H:%M}" if value else ""


def _local(value: str) -> Moment:
    return clock.local(Moment.fromisoformat(value), timezone.get_current_timezone_name())


def _parsed(text: str) -> Moment | None:
    try:
        return parse_datetime(text.strip())
    except ValueError as error:
        raise ValidationError(_("There is no such date and time."), code="invalid") from error
