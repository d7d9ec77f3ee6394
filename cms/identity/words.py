"""How sessions and what the log holds of them are told to the person."""

import ipaddress
import json
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from casetypes.access.models import StaffSession, User
from casetypes.audit.models import AuditLeaf
from casetypes.audit.selectors import leaves_about
from casetypes.kernel import clock
from cms.components.devices import device_in
from cms.components.words import written_date

SHOWN = 50
ACTIONS = r"^(session|sign_in|second_factor|password)\."


def device(row: StaffSession) -> str:
    return device_in(row.browser) or _("An unknown browser")


def network(row: StaffSession) -> str:
    """The part of the address that is kept: "189.203.*.*", "2806:2f0::*"; "" when it is unknown."""
    if not row.network:
        return ""
    found = ipaddress.ip_network(row.network, strict=False)
    if found.version == 4:
        return ".".join([*str(found.network_address).split(".")[:2], "*", "*"])
    return f"{found.network_address}*"


def moment(value: date | datetime | None) -> str:
    """ "today 10:24"; any other moment, and a day, as everywhere: "Tue 24 Nov, 9:00"; "" for None."""
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        if local.date() == timezone.localdate(clock.now()):
            return _("today %(time)s") % {"time": f"{local.hour}:{local.minute:02}"}
    return written_date(value)


def means(row: StaffSession) -> str:
    """By what the person signed in, in words."""
    first, _plus, second = row.means.partition("+")
    told = {
        "password": _("password"), "sso": _("single sign-on"), "app": _("app"), "recovery": _("recovery code"),
    }  # fmt: skip
    return " + ".join(told.get(part.partition(":")[0], part) for part in (first, second) if part)


@dataclass(frozen=True)
class Entry:
    """One line of "your sign-ins"; `alarming` when somebody else may have been at work."""

    at: datetime
    text: str
    device: str = ""
    alarming: bool = False


def entries(user: User) -> list[Entry]:
    """What happened to the person's sign-in lately, newest first. Two queries."""
    leaves = leaves_about(f"user:{user.pk}").filter(action__regex=ACTIONS)
    newest = list(leaves.order_by("-id")[:SHOWN])
    rows = {row.pk: row for row in StaffSession.objects.filter(user=user).order_by("-pk")[: 2 * SHOWN]}
    return [_entry(leaf, rows) for leaf in newest]


def _entry(leaf: AuditLeaf, rows: dict[int, StaffSession]) -> Entry:
    data = json.loads(leaf.content)["data"]
    row = rows.get(data.get("session", 0))
    alarming = leaf.action in {"sign_in.failed", "sign_in.locked", "second_factor.reset"}
    text = _text(leaf.action, data)
    if row and leaf.action == "session.begin":
        text = f"{text} ({means(row)})"
    by_other = leaf.actor.startswith("user:") and leaf.actor.partition("/")[0] != leaf.subject
    if by_other:
        text = f"{text} · {_('by an administrator')}"
    return Entry(
        leaf.recorded_at, text, " · ".join(filter(None, (device(row), network(row)))) if row else "", alarming
    )


def _text(action: str, data: dict[str, object]) -> str:
    told = {
        "session.begin": _("Signed in"),
        "session.end": _("A session ended"),
        "session.end_all": _("The other sessions ended"),
        "sign_in.failed": _("A wrong code") if data.get("what") == "code" else _("A wrong password"),
        "sign_in.locked": _("Too many tries: the sign-in was closed for a while"),
        "sign_in.unlocked": _("The sign-in was opened again"),
        "second_factor.add": _("A second factor was added"),
        "second_factor.remove": _("A second factor was removed"),
        "second_factor.reset": _("The second factor was reset"),
        "second_factor.recovery_codes": _("New recovery codes were made"),
        "password.changed": _("The password was changed"),
        "password.replaced": _("The password was replaced by a link"),
        "password.link": _("A link to a new password was sent"),
    }
    if action == "session.end" and data.get("because") == "signed_out":
        return _("Signed out")
    return told.get(action, action)
