"""Dates as older systems wrote them. Day before month where it is not ISO; never guessed otherwise."""

from datetime import datetime, timedelta

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
LAST_MOMENT = timedelta(days=1, seconds=-1)


def parse(text: str, time_zone: str) -> datetime | None:
    """An aware moment (a date without time is midnight there); None when the text is no date."""
    found = _parsed(" ".join(text.split()))
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=clock.zone(time_zone))


def has_time(text: str) -> bool:
    return ":" in text


def end_of_day(text: str, time_zone: str) -> datetime | None:
    """The last second of a day of which no time was recorded, but never later than now."""
    begin = parse(text, time_zone)
    if begin is None:
        return None
    end = begin + LAST_MOMENT
    return min(end, max(begin, clock.now()))


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
