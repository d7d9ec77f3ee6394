"""Signed tokens of a provider: the signature by its keys and its algorithms only, then every claim that must fit.

Identity tokens by OpenID Connect Core 1.0, section 3.1.3.7; logout tokens by Back-Channel Logout 1.0, section 2.6.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from casetypes.kernel import clock
from cms.sso import once
from cms.sso.oidc import discovery
from cms.sso.providers import Provider
from cms.sso.refusals import Untrusted

LEEWAY = 60  # seconds that two clocks may differ
LONGEST = 64 * 1024
FRESH = timedelta(minutes=5)  # a logout token counts so long after it was signed
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


def identity(provider: Provider, token: str, *, nonce: str, access_token: str = "") -> Mapping[str, Any]:
    """The claims of an identity token that was asked for with this nonce. Raises Untrusted, ProviderAway."""
    options = {
        "iss": {"essential": True, "value": provider.spec.issuer},
        "sub": {"essential": True},
        "aud": {"essential": True, "value": provider.spec.client_id},
        "exp": {"essential": True},
        "iat": {"essential": True},
    }
    params = {"nonce": nonce, "client_id": provider.spec.client_id, "access_token": access_token}

    def check(read: jwt.Token) -> Mapping[str, Any]:
        claims = CodeIDToken(read.claims, read.header, options, params)
        claims.validate(now=int(clock.now().timestamp()), leeway=LEEWAY)
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
            raise Untrusted("sub")
        return claims

    return _verified(provider, token, check)


def logout(provider: Provider, token: str) -> tuple[str, str]:
    """(subject, session) whose sessions end, either of them ""; the token counts once.

    Raises Untrusted, StaleAnswer (seen before, or old) and ProviderAway.
    """

    def check(read: jwt.Token) -> Mapping[str, Any]:
        registry = jwt.JWTClaimsRegistry(
            now=int(clock.now().timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": provider.spec.issuer},
            aud={"essential": True, "value": provider.spec.client_id},
            iat={"essential": True},
            jti={"essential": True},
        )
        registry.validate(read.claims)
        return read.claims

    claims = _verified(provider, token, check)
    events, number = claims.get("events"), claims["jti"]
    if not isinstance(events, dict) or LOGOUT_EVENT not in events or "nonce" in claims:
        raise Untrusted("no logout token")
    subject, session = claims.get("sub", ""), claims.get("sid", "")
    if not isinstance(subject, str) or not isinstance(session, str) or not (subject or session):
        raise Untrusted("nobody named")
    signed_at = datetime.fromtimestamp(float(claims["iat"]), tz=UTC)
    once.take(f"{provider.spec.issuer} {number}", until=signed_at + FRESH + timedelta(seconds=LEEWAY))
    return subject, session


def _verified(
    provider: Provider, token: str, check: Callable[[jwt.Token], Mapping[str, Any]]
) -> Mapping[str, Any]:
    if not token or len(token) > LONGEST:
        raise Untrusted("no token")
    try:
        return check(_read(provider, token))
    except JoseError as error:
        raise Untrusted(error.error) from error
    except (ValueError, TypeError, KeyError) as error:
        raise Untrusted(type(error).__name__) from error


def _read(provider: Provider, token: str) -> jwt.Token:
    """With the keys that are known; once more with new ones when none of them is the right one."""
    try:
        return _decoded(provider, token, discovery.keys(provider))
    except (InvalidKeyIdError, BadSignatureError):
        return _decoded(provider, token, discovery.keys(provider, anew=True))


def _decoded(provider: Provider, token: str, keys: KeySet) -> jwt.Token:
    return jwt.decode(token, keys, algorithms=list(provider.spec.algorithms))
