"""The words of a code, by e-mail and by text message, in the reader's language.

The last line of the text message binds it to this site's host (`@host #123456`, the format of the WICG's
origin-bound one-time codes), so that phones offer to fill it in here and nowhere else.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from casetypes.accounts.models import Follow, OneTimeCode
from casetypes.cases.status_names import status_name
from casetypes.channels.base import Outgoing
from casetypes.definitions import selectors
from casetypes.kernel.text import pick

MINUTES = 10


def of_code(row: OneTimeCode, address: str, digits: str) -> Outgoing:
    """The message, ready to travel."""
    city = pick(selectors.city().name, row.language)
    with translation.override(row.language):
        subject = _("%(code)s is your code · %(city)s") % {"code": digits, "city": city}
        text = _short(digits, city) if row.kind == "phone" else _long(row, digits, city)
    return Outgoing(
        to=address, subject=subject, text=text, message_id=f"code.{row.pk}.{row.code[:12]}@{host()}", sender=city,
        language=row.language, about="code",
    )  # fmt: skip


def of_address(to: str, change: str, language: str, identity: str, *, short: bool) -> Outgoing:
    """That an address of an account was added or removed; which one it is stays unsaid."""
    city = pick(selectors.city().name, language)
    with translation.override(language):
        told = _changed(change)
        ask = _("Was it not you? Tell us at once: %(site)s") % {"site": settings.PUBLIC_URL}
        subject = _("Your account changed · %(city)s") % {"city": city}
    text = f"{city}: {told} {ask}" if short else f"{told}\n\n{ask}\n\n{city}\n"
    return Outgoing(
        to, subject, text, f"address.{identity}@{host()}", sender=city, language=language, about="address"
    )


def _changed(change: str) -> str:
    if change == "added":
        return _("Another address was added to your account: it can sign in too.")
    if change == "removed":
        return _("This address was removed from your account: it signs in there no more.")
    return _("An address was removed from your account.")


def of_follow(row: Follow, address: str, leaving: str) -> Outgoing:
    """That a followed case has another status: what anybody may read of it, and the link that ends the letters."""
    language, city = row.citizen.language, pick(selectors.city().name, row.citizen.language)
    service = pick(selectors.compiled(row.case.version_id).spec.title, language)
    site = f"{settings.PUBLIC_URL}{'' if language == settings.LANGUAGE_CODE else f'/{language}'}"
    with translation.override(language):
        facts = {"folio": row.case.folio, "service": service, "status": status_name(row.case.public_status)}
        subject = _("Report %(folio)s: %(status)s") % facts
        told = [
            _("A report that you follow has changed: %(service)s, %(folio)s. It is now: %(status)s.") % facts,
            f"{site}/seguimiento/{row.case.folio}/",
            _("You do not want to hear of it any more? Stop here:"),
            f"{settings.PUBLIC_URL}{leaving}",
        ]
    identity = f"follow.{row.pk}.{row.case.revision}@{host()}"
    return Outgoing(address, subject, "\n\n".join(told) + "\n", identity, sender=city, language=language)


def host() -> str:
    """The name of this site without port, as browsers compare it."""
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"


def _short(digits: str, city: str) -> str:
    words = _("%(city)s: your code is %(code)s. It holds for %(minutes)d minutes. Tell nobody.") % {
        "city": city, "code": digits, "minutes": MINUTES,
    }  # fmt: skip
    return f"{words}\n\n@{host()} #{digits}"


def _long(row: OneTimeCode, digits: str, city: str) -> str:
    told = [
        _why(row),
        f"{digits[:3]} {digits[3:]}",
        _("It holds for %(minutes)d minutes and only in the browser in which you asked for it.")
        % {"minutes": MINUTES},
        _(
            "Did you not ask for it? Do nothing: without the code nobody gets in. We never ask for it by telephone."
        ),
    ]
    return "\n\n".join(told) + f"\n\n{city}\n"


def _why(row: OneTimeCode) -> str:
    if row.purpose == "folio":
        return _("Your code for report %(folio)s:") % {"folio": row.subject}
    if row.purpose == "prove_address":
        return _("Your code to add this address to your account:")
    if row.purpose == "confirm":
        return _("Your code to confirm what you asked for in your account:")
    return _("Your code to sign in:")
