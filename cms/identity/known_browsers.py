"""Browsers in which a person signed in before: their failed tries are counted apart.

So nobody else, from wherever, can close a person's own door (OWASP calls it a device cookie). It opens nothing.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from casetypes.access.entry.sign_ins import Whence
from casetypes.access.models import User
from cms.identity.network import network_of

COOKIE = "agora_known"
DAYS = 180
MOST = 8  # people who share one browser


def whence(request: HttpRequest) -> Whence:
    return Whence(network_of(request), _known_to(request))


def _known_to(request: HttpRequest) -> dict[int, str]:
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt(), max_age=DAYS * 24 * 3600)
        return {int(pk): str(number) for pk, number in found.items()}
    except (signing.BadSignature, AttributeError, ValueError):
        return {}


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """This browser is known to the person from now on."""
    known = _known_to(request)
    number = known.pop(user.pk, "") or secrets.token_urlsafe(9)
    kept = dict([*known.items(), (user.pk, number)][-MOST:])
    response.set_cookie(
        COOKIE,
        signing.dumps({str(pk): each for pk, each in kept.items()}, salt=_salt()),
        max_age=DAYS * 24 * 3600,
        path="/admin/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _salt() -> str:
    return f"agora.known-browser:{settings.CITY}"
