"""One sign-in by OpenID Connect: what is asked, what of it this browser's session keeps, what has to come back.

Code flow with PKCE (RFC 7636), state and nonce of one use, one return address per provider, and the issuer in the
answer where the provider tells it (RFC 9207): an answer of one provider is never taken for that of another.
"""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import get_language

from casetypes.kernel import clock
from cms.sso import claims as telling
from cms.sso.oidc import discovery, http, tokens
from cms.sso.proof import Proven
from cms.sso.providers import Provider
from cms.sso.refusals import Declined, ProviderAway, StaleAnswer, Untrusted

PENDING = "sso_pending"  # in the session: by state, what was asked
MOST_PENDING = 5  # windows in which somebody may be at the provider at once
HOLDS = 15 * 60  # seconds a sign-in may take there
PROVIDER_TROUBLE = {"server_error", "temporarily_unavailable"}


@dataclass(frozen=True)
class Asked:
    """What belongs to one state. `invitation` is the token of a letter of ours, if one led here."""

    provider: str
    nonce: str
    verifier: str
    at: float
    next: str = ""
    invitation: str = ""


def start(provider: Provider, session: SessionBase, *, next: str = "", invitation: str = "") -> str:
    """The address at the provider to which the browser goes. Raises ProviderAway."""
    about = discovery.metadata(provider)
    asked = Asked(
        provider=provider.key, nonce=secrets.token_urlsafe(24), verifier=secrets.token_urlsafe(48),
        at=clock.now().timestamp(), next=next, invitation=invitation,
    )  # fmt: skip
    state = secrets.token_urlsafe(24)
    with http.client(provider, redirect_uri=provider.address("sso_return")) as client:
        address, _state = client.create_authorization_url(
            about.authorization_endpoint, state=state, code_verifier=asked.verifier, nonce=asked.nonce,
            ui_locales=get_language() or "es",
        )  # fmt: skip
    pending = {**session.get(PENDING, {}), state: asdict(asked)}
    newest = sorted(pending, key=lambda one: pending[one]["at"])[-MOST_PENDING:]
    session[PENDING] = {one: pending[one] for one in newest}
    return str(address)


def finish(provider: Provider, session: SessionBase, answer: Mapping[str, Any]) -> tuple[Proven, Asked]:
    """Who the provider says is there. The state counts once, whatever comes of it.

    Raises StaleAnswer, Declined, Untrusted, ProviderAway.
    """
    asked = _taken(provider, session, str(answer.get("state", "")))
    about = discovery.metadata(provider)
    _same_issuer(about, answer)
    if told := answer.get("error"):
        raise ProviderAway() if told in PROVIDER_TROUBLE else Declined(str(told)[:40])
    code = str(answer.get("code", ""))
    if not code:
        raise Untrusted("no code")
    given = http.tokens(
        provider, about.token_endpoint, code=code, verifier=asked.verifier,
        redirect=provider.address("sso_return"), method=about.token_method(provider.secret),
    )  # fmt: skip
    access, token = str(given.get("access_token") or ""), str(given.get("id_token") or "")
    claims = tokens.identity(provider, token, nonce=asked.nonce, access_token=access)
    return _proven(provider, _completed(provider, about, claims, access), token), asked


def _taken(provider: Provider, session: SessionBase, state: str) -> Asked:
    pending = dict(session.get(PENDING, {}))
    found = pending.pop(state, None)
    if found is None:
        raise StaleAnswer("state")
    session[PENDING] = pending
    asked = Asked(**found)
    if asked.provider != provider.key:
        raise Untrusted("another provider")
    if clock.now().timestamp() - asked.at > HOLDS:
        raise StaleAnswer("too late")
    return asked


def _same_issuer(about: discovery.Metadata, answer: Mapping[str, Any]) -> None:
    """RFC 9207, section 2.4."""
    told = answer.get("iss")
    if told is None and not about.authorization_response_iss_parameter_supported:
        return
    if told != about.issuer:
        raise Untrusted("issuer of the answer")


def _completed(
    provider: Provider, about: discovery.Metadata, claims: Mapping[str, Any], access: str
) -> Mapping[str, Any]:
    """With what the provider tells at its userinfo address only, where something is missing that we look at.

    What the identity token says always wins. Groups that were too many for it (Entra names them in `_claim_names`)
    are not "none": nobody may lose their posts because of that.
    """
    wanted = {"email", *(post.claim for post in provider.spec.roles)}
    missing = {name for name in wanted if not telling.present(claims, name)}
    if missing and about.userinfo_endpoint and access:
        more = http.document(provider, about.userinfo_endpoint, bearer=access)
        if more.get("sub") != claims["sub"]:
            raise Untrusted("userinfo of another person")
        claims = {**more, **claims}
    elsewhere = claims.get("_claim_names")
    if isinstance(elsewhere, dict) and missing.intersection(elsewhere):
        raise Untrusted("too many groups for the token")
    return claims


def _proven(provider: Provider, claims: Mapping[str, Any], token: str) -> Proven:
    email = telling.text(claims, "email").casefold()
    verified = claims.get("email_verified") is True
    return Proven(
        provider=provider, issuer=provider.spec.issuer, subject=claims["sub"], told_email=email,
        email=email if verified else "", name=telling.text(claims, "name")[:150],
        user_name=telling.text(claims, "preferred_username"), sid=telling.text(claims, "sid")[:255], token=token,
        second_factor=telling.second_factor(claims, provider.spec.second_factor), claims=claims,
    )  # fmt: skip
