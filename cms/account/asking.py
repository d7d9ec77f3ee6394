"""Codes as a browser meets them: asked for, typed, kept in its session under their purpose and subject."""

from datetime import datetime
from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from casetypes.accounts import codes, limits, tasks
from casetypes.accounts.codes import Asked, Proven, Purpose
from casetypes.accounts.models import OneTimeCode
from casetypes.kernel import clock
from cms.account.forms import CodeForm
from cms.identity.network import network_of

CODES = "codes"
MOMENTS = "codes_asked_at"
REMEMBERED = 5
OVER = _("That code is over. Ask for a new one.")
Outcome = Literal["asked", "too-many", "down"]


def ask(
    request: HttpRequest, purpose: Purpose, subject: str = "", *, kind: str, address: str = ""
) -> Outcome:
    """Have a code sent; the one asked for before with the same purpose and subject is worth nothing any more."""
    network = network_of(request)
    if limits.too_many_asked(network):
        return "too-many"
    asked = codes.ask(
        purpose, subject, kind=kind, address=address, network=network, language=get_language() or "es"
    )
    kept = request.session.get(CODES, {})
    kept.pop(_name(purpose, subject), None)
    kept[_name(purpose, subject)] = [asked.id, asked.secret]
    request.session[CODES] = dict(list(kept.items())[-REMEMBERED:])
    request.session[MOMENTS] = [*_moments(request), clock.now().isoformat()]
    return "asked" if tasks.hand_over(asked.id) else "down"


def often(request: HttpRequest) -> bool:
    """Whether this browser asked so often in an hour that no more may be sent to one address. Counts what this browser
    did, whatever the addresses, and says nothing of any of them."""
    return len(_moments(request)) >= settings.CODES_PER_ADDRESS_HOUR


def pending(request: HttpRequest, purpose: Purpose, subject: str = "") -> OneTimeCode | None:
    """The code that this browser waits for; None when none was asked for, or it is over."""
    return codes.pending(_asked(request, purpose, subject), purpose, subject)


def too_many_wrong(request: HttpRequest) -> bool:
    """Whether codes are being guessed from this network."""
    return limits.too_many_wrong(network_of(request))


def accept(request: HttpRequest, purpose: Purpose, subject: str, typed: str) -> Proven | None:
    """What the typed code proves; then it is forgotten here too."""
    proven = codes.accept(_asked(request, purpose, subject), purpose, subject, typed)
    if proven is not None:
        forget(request, purpose, subject)
    return proven


def wrong(request: HttpRequest, form: CodeForm, purpose: Purpose, subject: str = "") -> bool:
    """Say of a wrong code that it can be typed again, and how many tries are left. False when tries or time are over:
    then the form asks for a new one."""
    left = codes.tries_left(_asked(request, purpose, subject), purpose, subject)
    if not left:
        form.add_error(None, OVER)
        return False
    told = ngettext(
        "That is not the code. You can type it once more.",
        "That is not the code. Look at it and type it again: %(left)d tries are left.",
        left,
    )
    form.add_error("code", told % {"left": left})
    return True


def forget(request: HttpRequest, purpose: Purpose, subject: str = "") -> None:
    kept = request.session.get(CODES, {})
    if kept.pop(_name(purpose, subject), None):
        request.session[CODES] = kept


def _asked(request: HttpRequest, purpose: Purpose, subject: str) -> Asked | None:
    found = request.session.get(CODES, {}).get(_name(purpose, subject))
    return Asked(*found) if found else None


def _moments(request: HttpRequest) -> list[str]:
    """When this browser asked for codes in the last hour, ISO 8601."""
    since = clock.now() - limits.HOUR
    return [each for each in request.session.get(MOMENTS, []) if datetime.fromisoformat(each) > since]


def _name(purpose: Purpose, subject: str) -> str:
    return f"{purpose}:{subject}"
