"""Dates as older systems wrote them. Day before month where it is not ISO; never guessed otherwise."""

from datetime import datetime

from casetypes.kernel import clock

FORMATS = (
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d",
    "%Y%m%d",
)


def parse(text: str, time_zone: str) -> datetime | None:
    """An aware moment (a date without time is midnight there); None when the text is no date."""
    found = _parsed(" ".join(text.split()))
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=clock.zone(time_zone))


def _parsed(text: str) -> datetime | None:
    if len(text) >= 10:
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    for pattern in FORMATS:
        try:
            return datetime.strptime(text, pattern)
        except ValueError:
            continue
    return None
