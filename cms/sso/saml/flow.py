"""One sign-in by SAML: the request that this browser's session keeps, the posted answer, and the step that joins them.

The answer comes as a post from another site, without our session's cookie (`SameSite=Lax`). It is checked, kept under a
token of one use, and the browser is led to fetch it: only then is it held against the requests of the session.
"""

import secrets
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse

from casetypes.kernel import clock
from casetypes.kernel.hashing import sha256_hex
from cms.sso import claims as telling
from cms.sso import once
from cms.sso.models import DeliveredAnswer
from cms.sso.proof import Proven
from cms.sso.providers import SamlSource
from cms.sso.refusals import StaleAnswer
from cms.sso.saml.answers import Answer, read
from cms.sso.saml.library import get_request_redirect_url

PENDING = "sso_saml_pending"  # in the session: by number of a request, which provider, since when, where to
MOST_PENDING = 5
HOLDS = timedelta(minutes=15)  # a sign-in may take so long at the provider
FETCHED_WITHIN = timedelta(minutes=2)


def start(provider: SamlSource, session: SessionBase, *, next: str = "", invitation: str = "") -> str:
    """The address at the provider to which the browser goes."""
    number = f"_{secrets.token_hex(20)}"  # an XML ID begins with no digit
    asked = {"provider": provider.key, "at": clock.now().timestamp(), "next": next, "invitation": invitation}
    pending = {**session.get(PENDING, {}), number: asked}
    newest = sorted(pending, key=lambda one: pending[one]["at"])[-MOST_PENDING:]
    session[PENDING] = {one: pending[one] for one in newest}
    return get_request_redirect_url(
        saml_endpoint=provider.spec.sign_in, expected_audience=provider.address("sso_saml_metadata"),
        acs_url=provider.address("sso_saml_posted"), request_id=number,
    )  # fmt: skip


def deliver(provider: SamlSource, posted: str) -> str:
    """Check what was posted and keep it for the next step, whose path is answered. Raises Untrusted, StaleAnswer."""
    answer = read(provider, posted)
    once.take(
        f"{provider.spec.entity_id} {answer.number}", until=datetime.fromtimestamp(answer.until, tz=UTC)
    )
    token, now = secrets.token_urlsafe(24), clock.now()
    DeliveredAnswer.objects.filter(until__lt=now).delete()
    kept = {"provider": provider.key, **asdict(answer)}
    DeliveredAnswer.objects.create(digest=_digest(token), answer=kept, until=now + FETCHED_WITHIN)
    return reverse("sso_saml_return", args=[provider.key, token])


def fetch(provider: SamlSource, session: SessionBase, token: str) -> tuple[Proven, str, str]:
    """Who the provider says is there, where they want to go, and the invitation they came with. Raises StaleAnswer."""
    rows = DeliveredAnswer.objects.filter(digest=_digest(token), until__gte=clock.now())
    kept = rows.first()
    if kept is None or not rows.delete()[0] or kept.answer.pop("provider") != provider.key:
        raise StaleAnswer("token")
    answer = Answer(**kept.answer)
    pending = dict(session.get(PENDING, {}))
    asked = pending.pop(answer.in_response_to, None)
    if asked is None or asked["provider"] != provider.key:
        raise StaleAnswer("not asked in this browser")
    session[PENDING] = pending
    if clock.now().timestamp() - asked["at"] > HOLDS.total_seconds():
        raise StaleAnswer("too late")
    return _proven(provider, answer), asked["next"], asked["invitation"]


def _digest(token: str) -> str:
    return sha256_hex(token.encode())


def _proven(provider: SamlSource, answer: Answer) -> Proven:
    """An address counts as vouched for when the city names the attribute of its directory that holds it."""
    wanted, said = provider.spec.attributes, provider.spec.second_factor
    email = _single(answer, wanted.email).casefold()
    claims = {**answer.attributes, "acr": answer.context}
    return Proven(
        provider=provider, issuer=provider.spec.entity_id, subject=answer.subject, email=email, told_email=email,
        name=_single(answer, wanted.full_name)[:150], second_factor=telling.second_factor(claims, said), claims=claims,
    )  # fmt: skip


def _single(answer: Answer, name: str | None) -> str:
    """An attribute with one value; "" for none or several."""
    found = answer.attributes.get(name, []) if name else []
    return found[0].strip() if len(found) == 1 else ""
