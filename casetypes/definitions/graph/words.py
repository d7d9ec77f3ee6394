"""Words and colours of a state diagram. The colours are those of the public statuses (design tokens)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

STATUS, ROLE = "state diagram: status", "state diagram: role"  # contexts of the catalogue
STATUS_WORDS = {
    "received": "Received",
    "scheduled": "Scheduled",
    "in_process": "In process",
    "waiting": "Waiting",
    "referred": "Referred",
    "resolved": "Resolved",
    "declined": "Declined",
    "duplicate": "Duplicate",
    "withdrawn": "Withdrawn",
}
ROLE_WORDS = {
    "reporter": "reporter",
    "agent": "agent",
    "control_desk": "control desk",
    "supervisor": "supervisor",
    "crew": "crew",
    "provider": "provider",
    "comptroller": "comptroller",
    "steward": "steward",
    "committee": "committee",
    "administrator": "administrator",
    "system": "system",
}

# Ink and surface, as in themes/base/static/css/tokens.css: a diagram stands alone, without a style sheet.
COLOURS = {
    "received": ("#44536a", "#eaeef4"),
    "scheduled": ("#1c4fc0", "#e4ecfd"),
    "in_process": ("#854a03", "#fdeecd"),
    "waiting": ("#6a2bc4", "#f0e8fd"),
    "referred": ("#0b615a", "#d9f2ed"),
    "resolved": ("#14603a", "#def3e5"),
    "declined": ("#54504b", "#edebe7"),
    "withdrawn": ("#54504b", "#edebe7"),
    "duplicate": ("#74461e", "#f6e9db"),
}


def status_word(status: str) -> str:
    return pgettext(STATUS, STATUS_WORDS[status])


def role_word(ref: str) -> str:
    """`control_desk@simas` → "control desk (simas)", in the active language."""
    role, _at, desk = ref.partition("@")
    word = pgettext(ROLE, ROLE_WORDS[role]) if role in ROLE_WORDS else role
    return f"{word} ({desk})" if desk else word


def written(key: str) -> str:
    """A key as words, where the definition gives no title: "por_verificar" → "Por verificar"."""
    return key.replace("_", " ").capitalize()


def span_in_words(span: str) -> str:
    """A span in the active language, word by word."""
    units = {
        "minute": _("minute"), "minutes": _("minutes"), "hour": _("hour"),
        "hours": _("hours"), "day": _("day"), "days": _("days"), "week": _("week"), "weeks": _("weeks"),
        "month": _("month"), "months": _("months"), "year": _("year"), "years": _("years"),
    }  # fmt: skip
    number, *words = span.split()
    word = words[-1].rstrip("s") + ("" if int(number) == 1 else "s")
    unit = units.get(word, word)
    if "working" not in words:
        return f"{number} {unit}"
    phrase = ngettext("%(number)s working %(unit)s", "%(number)s working %(unit)s", int(number))
    return phrase % {"number": number, "unit": unit}
