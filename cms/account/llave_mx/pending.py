"""One sign-in with Llave MX as this browser's session remembers it: begun, and perhaps waiting for an answer.

The state that travels is signed with the city in its salt and holds for ten minutes, once, in the session that began:
another browser's, another city's and an old one lead nowhere. Who came back is kept sealed, never in the plain.
"""

import base64
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from pydantic import ValidationError

from casetypes.accounts.llave_mx import pkce
from casetypes.accounts.llave_mx.protocol import Person
from casetypes.citizens.keys import master
from casetypes.kernel import clock, sealing

BEGUN, ARRIVED = "llave_mx", "llave_mx_who"
HOLDS = timedelta(minutes=10)


@dataclass(frozen=True)
class Begun:
    """`next` is an address of this site or ""; `shared` asks to leave nothing open on the device."""

    nonce: str
    verifier: str
    language: str
    next: str
    shared: bool


@dataclass(frozen=True)
class Arrived:
    """Somebody who has to choose between accounts."""

    person: Person
    next: str
    shared: bool


def begin(request: HttpRequest, *, language: str, next_address: str, shared: bool) -> tuple[str, str]:
    """State and challenge of a new sign-in; one that was begun before in this browser is void."""
    begun = Begun(secrets.token_urlsafe(24), pkce.new_verifier(), language, next_address, shared)
    request.session[BEGUN] = asdict(begun)
    return signing.dumps(begun.nonce, salt=_salt()), pkce.challenge(begun.verifier)


def begun_in(request: HttpRequest) -> Begun | None:
    """What was begun last in this browser, whether or not the state is right: for the language of the answer."""
    kept = request.session.get(BEGUN)
    return Begun(**kept) if kept else None


def finish(request: HttpRequest, state: str) -> Begun | None:
    """What was begun with that state; forgotten at once, so that an address is good for one try."""
    begun = begun_in(request)
    if begun is None:
        return None
    del request.session[BEGUN]
    request.session.save()
    try:
        nonce = signing.loads(state, salt=_salt(), max_age=HOLDS)
    except signing.BadSignature:
        return None
    return begun if hmac.compare_digest(str(nonce), begun.nonce) else None


def keep(request: HttpRequest, person: Person, begun: Begun) -> None:
    """Remember who came back until they have chosen."""
    told = {
        "person": person.model_dump(by_alias=False),
        "until": (clock.now() + HOLDS).timestamp(),
        "next": begun.next,
        "shared": begun.shared,
    }
    sealed = sealing.seal(json.dumps(told).encode(), master(), _context(request))
    request.session[ARRIVED] = base64.b64encode(sealed).decode()


def kept(request: HttpRequest) -> Arrived | None:
    """Who has to choose in this browser, for ten minutes."""
    sealed = request.session.get(ARRIVED)
    if not sealed:
        return None
    try:
        told = json.loads(sealing.open_sealed(base64.b64decode(sealed), master(), _context(request)))
        person = Person.model_construct(**told["person"])
    except (sealing.SealBroken, ValueError, KeyError, ValidationError):
        return None
    return Arrived(person, told["next"], told["shared"]) if told["until"] > clock.now().timestamp() else None


def forget(request: HttpRequest) -> None:
    request.session.pop(ARRIVED, None)


def _context(request: HttpRequest) -> bytes:
    return f"llave_mx:{settings.CITY}:{request.session.session_key}".encode()


def _salt() -> str:
    return f"llave_mx.state:{settings.CITY}"
