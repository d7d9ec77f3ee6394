"""Who is signed in as a citizen in this browser. Staff sign in elsewhere (Django's own session keys) and stay so.

`sign_in` rotates the session's key, so that an address or cookie somebody planted before is worth nothing after.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from casetypes.access.actors import Actor
from casetypes.accounts import sessions
from casetypes.accounts.models import AccountSession
from casetypes.citizens.models import Citizen
from cms.components.devices import device_of

SECRET = "account"
STAFF_KEYS = ("_auth_user", "otp_", "wagtail", "oidc_")
_FOUND = "_account_session"


def sign_in(request: HttpRequest, citizen: Citizen, *, by: str = "email", shared: bool = False) -> None:
    """This browser is the citizen's from now on; on a shared device until it is closed, minutes at most."""
    if secret := request.session.get(SECRET):
        sessions.end(secret)
    request.session.cycle_key()
    session, secret = sessions.start(citizen, by=by, device=device_of(request), shared=shared)
    request.session[SECRET] = secret
    if not any(key.startswith(STAFF_KEYS) for key in _keys(request)):
        request.session.set_expiry(0 if shared else session.ends_at)
    setattr(request, _FOUND, session)


def session_of(request: HttpRequest) -> AccountSession | None:
    """The account's session of this browser; asked once per request, no query where nobody ever signed in."""
    if not hasattr(request, _FOUND):
        secret = request.session.get(SECRET)
        setattr(request, _FOUND, sessions.find(str(secret)) if secret else None)
    found: AccountSession | None = getattr(request, _FOUND)
    return found


def account_of(request: HttpRequest) -> Citizen | None:
    """The citizen who is signed in, or None."""
    session = session_of(request)
    return session.account.citizen if session else None


def by_number(request: HttpRequest) -> bool:
    """Whether a telephone number opened the account here: numbers change hands."""
    session = session_of(request)
    return session is not None and session.by == "phone"


def actor_of(request: HttpRequest) -> Actor | None:
    """The signed-in citizen as an actor without a folio: what is theirs, never a confidential case."""
    citizen = account_of(request)
    if citizen is None:
        return None
    language = getattr(request, "LANGUAGE_CODE", "es")
    return Actor(kind="reporter", citizen_id=str(citizen.pk), language=language)


def sign_out(request: HttpRequest) -> None:
    """This browser forgets the citizen: account, proven folios, codes that were asked for. A sign-in of staff stays."""
    if secret := request.session.get(SECRET):
        sessions.end(secret)
    for key in [key for key in _keys(request) if not key.startswith(STAFF_KEYS)]:
        del request.session[key]
    request.session.cycle_key()
    setattr(request, _FOUND, None)


def _keys(request: HttpRequest) -> list[str]:
    return list(request.session.keys())


class Accounts:
    """Middleware: `request.citizen`, asked only when a page uses it and never for a browser without a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.signed_in_citizen = lambda: citizen_of_page(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def citizen_of_page(request: HttpRequest) -> Citizen | None:
    """For the header of every page: a visitor without a session cookie costs nothing."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not hasattr(request, _FOUND):
        return None
    return account_of(request)
