"""What the browser's session remembers: secrets of drafts, folios proven to be one's own, folios just given.

Only the session cookie travels; everything else stays on the server.
"""

from datetime import timedelta

from django.http import HttpRequest

from casetypes.access.actors import PUBLIC, Actor, reporter
from casetypes.cases.selectors import visible_to
from casetypes.kernel import clock
from cms.account import session as account

DRAFTS, PROVEN, RECEIVED, LEFT = "drafts", "proven", "received", "left"
PROOF_LASTS = timedelta(hours=2)
REMEMBERED = 20


def draft_secret(request: HttpRequest, service: str) -> str:
    """The secret of this browser's draft of a service; empty when there is none."""
    return str(request.session.get(DRAFTS, {}).get(service, ""))


def remember_draft(request: HttpRequest, service: str, secret: str) -> None:
    request.session[DRAFTS] = {**request.session.get(DRAFTS, {}), service: secret}


def forget_draft(request: HttpRequest, service: str) -> None:
    drafts = {key: value for key, value in request.session.get(DRAFTS, {}).items() if key != service}
    request.session[DRAFTS] = drafts


def prove(request: HttpRequest, folio: str) -> None:
    """This browser showed that it is the reporter's, for two hours."""
    request.session.cycle_key()
    proven = _unexpired(request)
    proven[folio] = int((clock.now() + PROOF_LASTS).timestamp())
    request.session[PROVEN] = dict(list(proven.items())[-REMEMBERED:])


def unprove(request: HttpRequest, folio: str) -> None:
    request.session[PROVEN] = {key: until for key, until in _unexpired(request).items() if key != folio}


def is_proven(request: HttpRequest, folio: str) -> bool:
    """Whether this browser is the reporter's: by a link or a code of that case, or by the account it belongs to."""
    return folio in _unexpired(request) or _is_of_account(request, folio)


def is_by_account(request: HttpRequest, folio: str) -> bool:
    """Whether a proven folio is so by the account: closing it on this device is signing out."""
    return folio not in _unexpired(request)


def _is_of_account(request: HttpRequest, folio: str) -> bool:
    """Asked of the database only when somebody is signed in; never true of a confidential case."""
    signed_in = account.actor_of(request)
    return signed_in is not None and visible_to(signed_in).filter(folio=folio).exists()


def actor(request: HttpRequest, folio: str) -> Actor:
    """The reporter of that folio when proven, else the public. Who proved it by a link or code of its own stays without
    an account here: nothing leads from a confidential case to one."""
    if not is_proven(request, folio):
        return PUBLIC
    citizen = account.account_of(request) if is_by_account(request, folio) else None
    return reporter(
        folio=folio,
        citizen_id=str(citizen.pk) if citizen else None,
        language=getattr(request, "LANGUAGE_CODE", "es"),
    )


def _unexpired(request: HttpRequest) -> dict[str, int]:
    now = int(clock.now().timestamp())
    return {folio: until for folio, until in request.session.get(PROVEN, {}).items() if until > now}


def receive(request: HttpRequest, folio: str) -> None:
    """Remember a folio that was just given out, for its confirmation page."""
    request.session[RECEIVED] = [*request.session.get(RECEIVED, []), folio][-REMEMBERED:]


def forget_received(request: HttpRequest, folio: str) -> None:
    """Its confirmation is not shown again."""
    request.session[RECEIVED] = [each for each in request.session.get(RECEIVED, []) if each != folio]


def forget_reports(request: HttpRequest) -> None:
    """On leaving in a hurry: this browser knows of no report any more."""
    for name in (PROVEN, RECEIVED):
        request.session.pop(name, None)


def remember_leaving(request: HttpRequest) -> None:
    """Who went back in this browser would come to pages of a confidential form: until one is begun anew, none opens."""
    request.session[LEFT] = True


def has_left(request: HttpRequest) -> bool:
    return bool(request.session.get(LEFT))


def come_back(request: HttpRequest) -> None:
    """Somebody begins, or goes on by the link of a draft."""
    request.session.pop(LEFT, None)


def was_received(request: HttpRequest, folio: str) -> bool:
    return folio in request.session.get(RECEIVED, [])
