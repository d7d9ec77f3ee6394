"""Public statuses as people read them."""

from django.utils.translation import gettext_lazy as _

STATUS_NAMES = {
    "received": _("Received"),
    "scheduled": _("Scheduled"),
    "in_process": _("In process"),
    "waiting": _("Waiting for the reporter"),
    "referred": _("Referred"),
    "resolved": _("Resolved"),
    "declined": _("Declined"),
    "duplicate": _("Joined to another report"),
    "withdrawn": _("Withdrawn"),
}


def status_name(status: str) -> str:
    """In the active language."""
    return str(STATUS_NAMES.get(status, status))
