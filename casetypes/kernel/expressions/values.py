"""Python values as CEL takes them. One that CEL does not know poisons the whole root."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from uuid import UUID

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp


def to_cel(value: object) -> object:
    """Absent (None) keys are left out; dates become midnight in UTC, decimals doubles, times text "HH:MM".

    Raises TypeError for anything that has no meaning in an expression.
    """
    if isinstance(value, Mapping):
        return {str(key): to_cel(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [to_cel(item) for item in value if item is not None]
    if isinstance(value, set | frozenset):
        return [to_cel(item) for item in sorted(value, key=str)]
    if isinstance(value, Enum):
        return to_cel(value.value)
    if isinstance(value, bool | int | float | str):
        return str(value) if isinstance(value, str) else value
    return _converted(value)


def _converted(value: object) -> object:
    if isinstance(value, datetime):
        return timestamp(value)
    if isinstance(value, date):
        return timestamp(datetime(value.year, value.month, value.day, tzinfo=UTC))
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        duration = Duration()
        duration.FromTimedelta(value)
        return duration
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"a {type(value).__name__} cannot be used in an expression; give text, numbers or dates")


def timestamp(moment: datetime) -> Timestamp:
    """An aware moment as a protocol-buffer Timestamp; raises TypeError for one without zone."""
    if moment.tzinfo is None:
        raise TypeError(f"an expression needs moments with a time zone, not {moment.isoformat()}")
    result = Timestamp()
    result.FromDatetime(moment.astimezone(UTC))
    return result
