"""Dates of forms: what "today" is in the city, and limits that definitions set with that word."""

from datetime import date, datetime, time
from typing import Literal, cast

from django.core.exceptions import ValidationError
from django.utils import formats, timezone, translation
from django.utils.translation import gettext_lazy as _

from casetypes.kernel import clock

Bound = Literal["today"] | date | None


def today() -> date:
    """The city's date now."""
    return clock.local(clock.now(), timezone.get_current_timezone_name()).date()


def day(bound: Bound) -> date | None:
    """The date that a limit means now."""
    return today() if bound == "today" else bound


def in_words(moment: date | time, language: str, pattern: str) -> str:
    """`moment` in a format of Django ("DATE_FORMAT") as that language writes it."""
    with translation.override(language):
        return formats.date_format(cast(datetime, moment), pattern, use_l10n=True)


def check_between(value: date, not_before: Bound, not_after: Bound) -> None:
    """Raise ValidationError with the limit that `value` breaks."""
    first, last = day(not_before), day(not_after)
    if last and value > last:
        raise ValidationError(
            _("The date cannot be in the future.") if not_after == "today"
            else _("The date cannot be after %(limit)s.") % {"limit": formats.date_format(last)},
            code="not-after",
        )  # fmt: skip
    if first and value < first:
        raise ValidationError(
            _("The date cannot be in the past.") if not_before == "today"
            else _("The date cannot be before %(limit)s.") % {"limit": formats.date_format(first)},
            code="not-before",
        )  # fmt: skip
