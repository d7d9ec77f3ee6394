"""Spans: how long a clock may take, as stewards write it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from casetypes.kernel.errors import DomainError
from casetypes.kernel.phrases import phrase
from casetypes.kernel.text import closest


class SpanError(DomainError):
    """It is not a span; the message shows how one is written."""

    code = "span"
    status = 422


class SpanKind(StrEnum):
    """How a span passes."""

    ELAPSED = "elapsed"  # minutes and hours by the clock on the wall
    WORKING_TIME = "working_time"  # minutes and hours while the calendar is open
    CALENDAR_DAYS = "calendar_days"  # days and weeks, same time of day
    MONTHS = "months"  # months and years, same day of the month
    WORKING_DAYS = "working_days"  # dates on which the calendar opens


_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080, "month": 43200, "year": 525600}
_PATTERN = re.compile(r"(\d{1,6})\s+(?:(working|business)\s+)?([a-z]+)", re.ASCII)
_LONGEST_MINUTES = 100 * 525600
EXAMPLES = "8 working hours, 5 working days, 90 minutes, 15 days, 2 years"


@dataclass(frozen=True)
class Span:
    """An amount of one unit: `minute hour day week month year`; `working`: while the calendar is open."""

    amount: int
    unit: str
    working: bool = False

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Read "8 working hours" (singular or plural); raises SpanError."""
        return _parse(text)

    @property
    def kind(self) -> SpanKind:
        if self.unit in {"minute", "hour"}:
            return SpanKind.WORKING_TIME if self.working else SpanKind.ELAPSED
        if self.unit in {"month", "year"}:
            return SpanKind.MONTHS
        return SpanKind.WORKING_DAYS if self.working else SpanKind.CALENDAR_DAYS

    @property
    def minutes(self) -> int:
        """Exact for minutes and hours; otherwise nominal, to sort (a day 1440, a month 30 days)."""
        return self.amount * _MINUTES[self.unit]

    @property
    def days(self) -> int:
        """Whole days of a span in days or weeks; 0 for the others."""
        return self.amount * {"day": 1, "week": 7}.get(self.unit, 0)

    @property
    def months(self) -> int:
        """Whole months of a span in months or years; 0 for the others."""
        return self.amount * {"month": 1, "year": 12}.get(self.unit, 0)

    def __str__(self) -> str:
        working = "working " if self.working else ""
        return f"{self.amount} {working}{self.unit}{'' if self.amount == 1 else 's'}"


@lru_cache(maxsize=512)
def _parse(text: str) -> Span:
    found = _PATTERN.fullmatch(text.strip())
    if not found:
        raise SpanError(
            phrase(
                '"%(text)s" is not a length of time. Write it like: %(examples)s',
                text=text,
                examples=EXAMPLES,
            )
        )
    unit = found[3].removesuffix("s")
    working = bool(found[2])
    if unit not in _MINUTES:
        suggestion = closest(found[3], [f"{name}s" for name in _MINUTES])
        hint = (
            phrase('Did you mean "%(word)s"?', word=suggestion)
            if suggestion
            else phrase("Write it like: %(examples)s", examples=EXAMPLES)
        )
        raise SpanError(phrase('"%(unit)s" is not a unit of time. %(hint)s', unit=found[3], hint=hint))
    if working and unit not in {"minute", "hour", "day"}:
        raise SpanError(
            phrase(
                '"working %(unit)ss" is not defined: write working days, or %(unit)ss without "working"',
                unit=unit,
            )
        )
    span = Span(int(found[1]), unit, working)
    if span.minutes > _LONGEST_MINUTES:
        raise SpanError(phrase('"%(text)s" is longer than a century', text=text))
    return span
