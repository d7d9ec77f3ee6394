"""Words and icons of statuses, priorities and deadlines in the admin; the public site has its own set of icons."""

from datetime import timedelta
from functools import lru_cache

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from casetypes.cases.models import Case
from casetypes.kernel import clock
from casetypes.queues.rows import CaseRow

SOON = timedelta(hours=24)
STATUS_WORDS = {
    "received": gettext_lazy("Received"),
    "scheduled": gettext_lazy("Scheduled"),
    "in_process": gettext_lazy("In process"),
    "waiting": gettext_lazy("Waiting"),
    "referred": gettext_lazy("Referred"),
    "resolved": gettext_lazy("Resolved"),
    "declined": gettext_lazy("Declined"),
    "duplicate": gettext_lazy("Duplicate"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
STATUS_ICONS = {
    "received": "mail",
    "scheduled": "calendar-alt",
    "in_process": "cogs",
    "waiting": "time",
    "referred": "redirect",
    "resolved": "success",
    "declined": "no-view",
    "duplicate": "copy",
    "withdrawn": "rotate",
}
PRIORITY_WORDS = {
    "low": pgettext_lazy("priority", "Low"),
    "normal": pgettext_lazy("priority", "Normal"),
    "high": pgettext_lazy("priority", "High"),
    "critical": pgettext_lazy("priority", "Critical"),
}
CHANNEL_WORDS = {
    "web": gettext_lazy("Web"),
    "phone": gettext_lazy("Telephone"),
    "in_person": gettext_lazy("In person"),
    "api": gettext_lazy("Another system"),
    "legacy": gettext_lazy("An earlier system"),
    "internal": gettext_lazy("Another case"),
    "email": gettext_lazy("E-mail"),
    "whatsapp": gettext_lazy("WhatsApp"),
    "sms": gettext_lazy("SMS"),
}


def lateness(case: Case | CaseRow) -> str:
    """ "late", "soon" (within a day), "ok", or "" when no deadline runs."""
    if case.final_kind or case.due_at is None:
        return ""
    left = case.due_at - clock.now()
    return "late" if left < timedelta() else "soon" if left < SOON else "ok"


def due_words(left: timedelta) -> str:
    """What is left, or how late, in the largest unit that says it: "in 3 h", "2 days late"."""
    return _due_words(left < timedelta(), _minutes(left), get_language() or "es")


@lru_cache(maxsize=10_000)
def _due_words(late: bool, minutes: int, _language: str) -> str:
    """Kept by language: a list says the same few amounts again and again."""
    return (_("%(amount)s late") if late else _("in %(amount)s")) % {"amount": _amount_words(minutes)}


def amount_words(span: timedelta) -> str:
    """ "2 days", "3 h", "20 min": the largest unit that says it, without a sign."""
    return _amount_words(_minutes(span))


def _minutes(span: timedelta) -> int:
    return abs(int(span.total_seconds() // 60))


def _amount_words(minutes: int) -> str:
    if minutes >= 2880:
        days = minutes // 1440
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if minutes >= 60:
        return _("%(count)d h") % {"count": minutes // 60}
    return _("%(count)d min") % {"count": minutes}
