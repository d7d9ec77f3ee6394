"""Words and icons of statuses and priorities in the admin; the public site has its own set of icons."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
    "withdrawn": "undo",
}
PRIORITY_WORDS = {
    "low": gettext_lazy("Low"),
    "normal": gettext_lazy("Normal"),
    "high": gettext_lazy("High"),
    "critical": gettext_lazy("Critical"),
}


def due_words(left: timedelta) -> str:
    """What is left, or how late, in the largest unit that says it: "in 3 h", "2 days late"."""
    minutes = abs(int(left.total_seconds() // 60))
    if minutes >= 2880:
        days = minutes // 1440
        amount = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    elif minutes >= 60:
        amount = _("%(count)d h") % {"count": minutes // 60}
    else:
        amount = _("%(count)d min") % {"count": minutes}
    return (_("%(amount)s late") if left < timedelta() else _("in %(amount)s")) % {"amount": amount}
