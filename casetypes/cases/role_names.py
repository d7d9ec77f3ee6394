"""Roles as people read them."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

ROLE_NAMES = {
    "reporter": _("the person who reported"),
    "agent": _("service agent"),
    "control_desk": _("control desk"),
    "supervisor": _("supervisor"),
    "crew": _("crew"),
    "provider": _("provider"),
    "comptroller": _("comptroller"),
    "steward": _("data steward"),
    "committee": _("change committee"),
    "administrator": _("administrator"),
    "system": _("the system"),
}


def role_name(ref: str) -> str:
    """`control_desk@simas` → "control desk (simas)", in the active language."""
    role, _at, desk = ref.partition("@")
    name = gettext(str(ROLE_NAMES.get(role, role)))
    return f"{name} ({desk})" if desk else name
