"""The letters of the administration of people: invitation, proof of a new address, notice to the address before."""

from smtplib import SMTPException

import structlog
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from casetypes.access.models import Absence, MailedLink, User
from casetypes.access.posts import invited
from casetypes.access.staff import mailed_links
from casetypes.channels.base import Outgoing
from casetypes.channels.carrying import hand_over
from casetypes.kernel import clock
from casetypes.kernel.registry import channels
from cms.components import site
from cms.people import words

log = structlog.get_logger()
ROUTES = {MailedLink.INVITATION: "people_invitation", MailedLink.ADDRESS: "people_address_proof"}


def send_waiting() -> int:
    """Every letter that waits, each in a transaction of its own; how many the mail server took."""
    return sum(send_one(pk) for pk in mailed_links.waiting())


def send_one(pk: int) -> bool:
    """Of several workers one sends it. A mail server that does not take it is asked again later."""
    with transaction.atomic():
        taken = mailed_links.take(pk)
        if taken is None:
            return False
        link, token = taken
        try:
            _send(link.address, link.user.language, *_words(link, address_of(link, token)), key=f"link-{pk}")
        except (SMTPException, OSError) as error:
            log.warning("people.mail_failed", link=pk, error=type(error).__name__)
            mailed_links.failed(link)
            return False
        mailed_links.sent(link)
    return True


def address_of(link: MailedLink, token: str) -> str:
    """Always the configured address of the city, whatever host somebody asked by."""
    return settings.PUBLIC_URL.rstrip("/") + reverse(ROUTES[link.kind], args=[token])


def tell_address_before(user: User, before: str) -> bool:
    """Whoever reads the old mailbox learns that it counts no more; False when the mail server did not take it."""
    if not before:
        return False
    with translation.override(user.language):
        subject = _("Your address was changed")
        body = render_to_string("people/mail/changed.txt", {"person": user, "city": site.current().name})
    try:
        _send(before, user.language, subject, body, key=f"changed-{user.pk}-{int(clock.now().timestamp())}")
    except (SMTPException, OSError) as error:
        log.warning("people.mail_failed", error=type(error).__name__)
        return False
    return True


def tell_deputy(absence: Absence) -> bool:
    """Who stands in for whom, and when; False when there is no proven address or the mail server did not take it."""
    deputy = absence.deputy
    if deputy is None or not deputy.email or invited().filter(pk=deputy.pk).exists():
        return False
    with translation.override(deputy.language):
        facts = {
            "person": deputy, "absent": absence.user, "days": words.span(absence.begins_on, absence.ends_on),
            "city": site.current().name, "link": settings.PUBLIC_URL.rstrip("/") + reverse("wagtailadmin_home"),
        }  # fmt: skip
        subject = _("You stand in for %(who)s") % {"who": absence.user}
        body = render_to_string("people/mail/deputy.txt", facts)
    try:
        _send(deputy.email, deputy.language, subject, body, key=f"deputy-{absence.pk}")
    except (SMTPException, OSError) as error:
        log.warning("people.mail_failed", error=type(error).__name__)
        return False
    return True


def _words(link: MailedLink, address: str) -> tuple[str, str]:
    """Subject and text, in the language of the person."""
    with translation.override(link.user.language):
        city = site.current().name
        facts = {
            "person": link.user,
            "link": address,
            "city": city,
            "until": link.expires_at,
            "by": link.asked_by,
            "posts": words.posts_of(link.user_id),
        }
        if link.kind == MailedLink.INVITATION:
            return _("Your access to %(city)s") % {"city": city}, render_to_string(
                "people/mail/invitation.txt", facts
            )
        return _("Is this your address?"), render_to_string("people/mail/address.txt", facts)


def _send(to: str, language: str, subject: str, body: str, *, key: str) -> None:
    with translation.override(language):
        sender = site.current().name
    host = settings.PUBLIC_URL.split("//")[-1].split(":")[0].split("/")[0]
    identity = f"{key}.{int(clock.now().timestamp() * 1000)}@{host}"
    hand_over(channels.get("email"), Outgoing(to, subject, body, identity, "", sender, language))
