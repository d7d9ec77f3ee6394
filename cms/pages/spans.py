"""Spans of the definition language ("5 working days") in words for people."""

import re

from django.utils.translation import ngettext

_SPAN = re.compile(r"^(\d+) (working )?(minute|hour|day|month|year)s?( after closing)?$")


def words(span: str) -> str:
    """The span in the active language: `5 working days` is "5 días hábiles"; an unknown form stays as it is."""
    found = _SPAN.match(span)
    if not found:
        return span
    return _phrase(int(found[1]), found[3], working=bool(found[2]))


def _phrase(count: int, unit: str, *, working: bool) -> str:
    phrases = {
        ("minute", True): ngettext("%d working minute", "%d working minutes", count),
        ("hour", True): ngettext("%d working hour", "%d working hours", count),
        ("day", True): ngettext("%d working day", "%d working days", count),
        ("month", True): ngettext("%d month", "%d months", count),
        ("year", True): ngettext("%d year", "%d years", count),
        ("minute", False): ngettext("%d minute", "%d minutes", count),
        ("hour", False): ngettext("%d hour", "%d hours", count),
        ("day", False): ngettext("%d day", "%d days", count),
        ("month", False): ngettext("%d month", "%d months", count),
        ("year", False): ngettext("%d year", "%d years", count),
    }
    return phrases[unit, working] % count
