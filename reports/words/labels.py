"""Words for what the figures count by: channels, outcomes, ages, weekdays, months."""

from datetime import date

from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.period import Period


def channel(key: str) -> str:
    """The channel in words; an unknown one by its key."""
    names = {
        "web": _("Web portal"), "phone": _("Telephone"), "in_person": _("In person"), "desk": _("At the counter"),
        "whatsapp": "WhatsApp", "email": _("E-mail"), "sms": "SMS", "api": _("Partner systems"),
        "legacy": _("Imported from an older system"), "social": _("Social media"), "open311": "Open311",
        "sensor": _("Sensors"), "staff": _("Captured by staff"), "kiosk": _("Kiosk"), "voice": _("Telephone"),
    }  # fmt: skip
    return names.get(key) or key


def outcome(key: str) -> str:
    names = {
        "done": _("Attended"), "open": _("Open"), "declined": _("Declined"), "duplicate": _("Duplicate"),
        "withdrawn": _("Withdrawn"), "referred_out": _("Handed to another authority"),
    }  # fmt: skip
    return names[key]


def age(key: str) -> str:
    names = {
        "age_week": _("Less than 7 days"), "age_month": _("7 to 29 days"),
        "age_quarter": _("30 to 89 days"), "age_older": _("90 days or more"),
    }  # fmt: skip
    return names[key]


def weekdays() -> list[str]:
    """Monday first, short."""
    return [str(WEEKDAYS_ABBR[day]).lower() for day in range(7)]


def months() -> list[str]:
    """January first, short."""
    return [str(MONTHS_3[month]).lower() for month in range(1, 13)]


def bucket(key: str, *, with_year: bool) -> str:
    """“2023-10” as “oct” or “oct 23”, “2023Q4” as the quarter."""
    if "Q" in key:
        return Period.parse(key).short
    year, month = (int(part) for part in key.split("-"))
    name = str(MONTHS_3[month]).lower()
    return f"{name} {year % 100:02d}" if with_year else name


def bucket_long(key: str) -> str:
    """“2023-10” as “October 2023”, for tables."""
    if "Q" in key:
        return Period.parse(key).short
    year, month = (int(part) for part in key.split("-"))
    return f"{capfirst(str(MONTHS[month]).lower())} {year}"


def day(moment: date) -> str:
    """“31 December 2023”, the month in small letters in Spanish."""
    month = str(MONTHS[moment.month])
    if (get_language() or "es").startswith("en"):
        return f"{moment.day} {month} {moment.year}"
    return f"{moment.day} de {month.lower()} de {moment.year}"


def days(first: date, last: date) -> str:
    """“1 to 7 January 2021”; both months are named where they differ."""
    if first == last:
        return day(first)
    start = str(first.day) if (first.year, first.month) == (last.year, last.month) else day(first)
    return _("%(first)s to %(last)s") % {"first": start, "last": day(last)}
