"""Letters about signing in: short, plain, in the person's language, with links to the configured address only."""

from collections.abc import Callable

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from casetypes.access.entry import passwords
from casetypes.access.models import User
from casetypes.channels.base import Outgoing
from casetypes.kernel import clock
from casetypes.kernel.registry import channels
from cms.components import site

SUBJECTS: dict[str, Callable[[], str]] = {
    "locked_password": lambda: _("Somebody tried to sign in as you"),
    "locked_code": lambda: _("Somebody knows your password"),
    "added": lambda: _("Your account has a new second factor"),
    "removed": lambda: _("A second factor of your account was removed"),
    "recovery": lambda: _("Somebody signed in as you with a recovery code"),
    "codes": lambda: _("Your account has new recovery codes"),
    "password": lambda: _("Your password was changed"),
    "forgotten": lambda: _("Choose a new password"),
}


def locked(user_id: int, what: str) -> None:
    """After too many failed tries; `what`: "password" or "code"."""
    _to(user_id, f"locked_{what}", link=address_of("identity_forgotten"))


def changed(user_id: int, what: str) -> None:
    """What happened: one of "added", "removed", "recovery", "codes", "password"."""
    _to(user_id, what, link=address_of("identity_safety"))


def forgotten(address: str, network: str) -> None:
    """The link to a new password, to whom the address belongs, if to anybody."""
    user = passwords.wanted_by(address, network)
    if user is not None:
        _to(user.pk, "forgotten", link=address_of("identity_new_password", *passwords.link_of(user)))


def address_of(name: str, *parts: str) -> str:
    """Never made from what a request says its host is."""
    return settings.PUBLIC_URL.rstrip("/") + reverse(name, args=parts)


def _to(user_id: int, kind: str, *, link: str) -> None:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not user.email:
        return
    with translation.override(user.language):
        city = site.current().name
        text = render_to_string(f"identity/mail/{kind}.txt", {"person": user, "link": link, "city": city})
        subject = f"{SUBJECTS[kind]()} · {city}"
    host = settings.PUBLIC_URL.split("//")[-1].split(":")[0].split("/")[0]
    number = f"identity.{kind}.{user.pk}.{clock.now():%Y%m%d%H%M%S%f}@{host}"
    channels.get("email").send(
        Outgoing(
            to=user.email, subject=subject, text=text, message_id=number, sender=city, language=user.language
        )
    )
