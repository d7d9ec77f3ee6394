"""Codes as a browser meets them: asked for, typed, kept in its session under their purpose and subject."""

from typing import Literal

from django.http import HttpRequest
from django.utils.translation import get_language

from casetypes.accounts import codes, limits, tasks
from casetypes.accounts.codes import Asked, Proven, Purpose
from casetypes.accounts.models import OneTimeCode
from cms.identity.network import network_of

CODES = "codes"
REMEMBERED = 5
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
    return "asked" if tasks.hand_over(asked.id) else "down"


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


def forget(request: HttpRequest, purpose: Purpose, subject: str = "") -> None:
    kept = request.session.get(CODES, {})
    if kept.pop(_name(purpose, subject), None):
        request.session[CODES] = kept


def _asked(request: HttpRequest, purpose: Purpose, subject: str) -> Asked | None:
    found = request.session.get(CODES, {}).get(_name(purpose, subject))
    return Asked(*found) if found else None


def _name(purpose: Purpose, subject: str) -> str:
    return f"{purpose}:{subject}"
