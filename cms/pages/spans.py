"""Spans of the definition language ("5 working days") in words for people."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_SPAN = re.compile(r"^(\d+) (working )?(minute|hour|day|week|month|year)s?( after closing)?$")


def words(span: str) -> str:
    """The span in the active language: `5 working days` is "5 días hábiles"; an unknown form stays as it is."""
    found = _SPAN.match(span)
    if not found:
        return span
    return _phrase(int(found[1]), found[3], working=bool(found[2]))


def range_words(spans: Iterable[str]) -> str:
    """Several spans as one promise: "2 to 5 working days" in one unit, else the spans with "or"."""
    texts = list(dict.fromkeys(spans))
    found = [match for text in texts if (match := _SPAN.match(text))]
    if len(texts) > 1 and len(found) == len(texts) and len({match.group(2, 3) for match in found}) == 1:
        counts = sorted(int(match[1]) for match in found)
        most = _phrase(counts[-1], found[0][3], working=bool(found[0][2]))
        return _("%(least)d to %(most)s") % {"least": counts[0], "most": most}
    return _(" or ").join(words(text) for text in texts)


def _phrase(count: int, unit: str, *, working: bool) -> str:
    phrases = {
        ("minute", True): ngettext("%d working minute", "%d working minutes", count),
        ("hour", True): ngettext("%d working hour", "%d working hours", count),
        ("day", True): ngettext("%d working day", "%d working days", count),
        ("week", True): ngettext("%d week", "%d weeks", count),
        ("month", True): ngettext("%d month", "%d months", count),
        ("year", True): ngettext("%d year", "%d years", count),
        ("minute", False): ngettext("%d minute", "%d minutes", count),
        ("hour", False): ngettext("%d hour", "%d hours", count),
        ("day", False): ngettext("%d day", "%d days", count),
        ("week", False): ngettext("%d week", "%d weeks", count),
        ("month", False): ngettext("%d month", "%d months", count),
        ("year", False): ngettext("%d year", "%d years", count),
    }
    return phrases[unit, working] % count
