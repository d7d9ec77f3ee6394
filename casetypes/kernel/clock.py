"""The one source of the current time, so that tests, scenarios and imports can stand at any moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

_frozen: ContextVar[datetime | None] = ContextVar("agora_frozen_clock", default=None)


def now() -> datetime:
    """The current moment, aware, in UTC; the frozen one inside `at`."""
    return _frozen.get() or datetime.now(UTC)  # noqa: TID251  (the only reader of the machine's clock)


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Freeze `now()` at `moment` for this thread or task; nests. A moment without zone is a ValueError."""
    if moment.tzinfo is None:
        raise ValueError(f"clock.at needs a moment with a time zone, not {moment.isoformat()}")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield moment
    finally:
        _frozen.reset(token)


@cache
def zone(time_zone: str) -> ZoneInfo:
    """The IANA zone of that name; raises `zoneinfo.ZoneInfoNotFoundError`."""
    return ZoneInfo(time_zone)


def local(moment: datetime, time_zone: str) -> datetime:
    """The same moment as clocks on the wall show it in `time_zone`, such as "America/Monterrey"."""
    if moment.tzinfo is None:
        raise ValueError(f"clock.local needs a moment with a time zone, not {moment.isoformat()}")
    return moment.astimezone(zone(time_zone))
