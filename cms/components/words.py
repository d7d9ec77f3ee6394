"""The words and drawings of the public statuses, and how dates and folios are written for people."""

import re
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from casetypes.kernel import clock

STATUSES = {
    "received": (_("Received"), "inbox"),
    "scheduled": (_("Scheduled"), "calendar"),
    "in_process": (_("In process"), "tools"),
    "waiting": (_("Waiting for you"), "hourglass"),
    "referred": (_("Referred"), "refer"),
    "resolved": (_("Resolved"), "resolved"),
    "declined": (_("Declined"), "declined"),
    "withdrawn": (_("Withdrawn"), "withdrawn"),
    "duplicate": (_("Joined to another report"), "duplicate"),
    "late": (_("Late"), "late"),
}

_PREFIX = re.compile(r"^(?P<prefix>[A-Za-z]+-(?:\d{2,4}-)?)?(?P<rest>.+)$")


def status_word(status: str) -> str:
    """The public word; an unknown status is shown as it is rather than hidden."""
    word, _icon = STATUSES.get(status, (status, ""))
    return str(word)


def status_icon(status: str) -> str:
    _word, icon = STATUSES.get(status, ("", "info"))
    return icon


def folio_groups(folio: str) -> list[str]:
    """The folio as it is read aloud: its prefix, then groups of four (TRC-26, 7K2M, 9QX4, D)."""
    match = _PREFIX.match(folio.replace(" ", ""))
    if match is None:
        return []
    prefix, rest = (match["prefix"] or "").rstrip("-"), match["rest"]
    groups = [rest[start : start + 4] for start in range(0, len(rest), 4)]
    return [prefix, *groups] if prefix else groups


def written_date(value: date | datetime | None) -> str:
    """`mar 24 nov, 9:00`; with the year when it is not this one; without the hour for a plain date."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    pattern = "D j M" if local.year == timezone.localtime(clock.now()).year else "D j M Y"
    day = _written_day(local.year, local.month, local.day, pattern, get_language() or "es")
    return f"{day}, {local.hour}:{local.minute:02}" if isinstance(local, datetime) else day


@lru_cache(maxsize=4096)
def _written_day(year: int, month: int, day: int, pattern: str, language: str) -> str:
    """Kept: a list writes the same few days again and again, and Django's formatting is slow."""
    words = date_format(date(year, month, day), pattern)
    return words.lower() if language.startswith("es") else words
