"""Talking to a provider: in time, never more than its share of memory, and never to where it redirects."""

import time
from collections.abc import Mapping
from typing import Any

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings
from requests import PreparedRequest, Response  # noqa: TID251  Authlib's client is a session of it
from requests.adapters import HTTPAdapter  # noqa: TID251

from cms.sso.providers import Provider
from cms.sso.refusals import ProviderAway, Untrusted

LARGEST = 512 * 1024  # bytes of an answer; a discovery document or a set of keys has a few thousand
log = structlog.get_logger()


class Bounded(HTTPAdapter):
    """Reads an answer whole, within twice the patience and the size; a socket that drips holds no thread for long."""

    def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:
        ends = time.monotonic() + 2 * settings.SSO_PATIENCE
        response = super().send(request, *args, **{**options, "stream": True})
        body = bytearray()
        for piece in response.iter_content(8192):
            body += piece
            if len(body) > LARGEST or time.monotonic() > ends:
                response.close()
                raise OSError("the answer is too long, or comes too slowly")
        response._content = bytes(body)
        return response


def client(provider: Provider, **options: Any) -> OAuth2Session:
    """Authlib's, of this provider."""
    session = OAuth2Session(
        provider.spec.client_id,
        provider.secret or None,
        scope=" ".join(["openid", *provider.spec.scopes]),
        code_challenge_method="S256",
        default_timeout=settings.SSO_PATIENCE,
        **options,
    )
    session.mount("https://", Bounded())
    session.mount("http://", Bounded())
    return session


def document(provider: Provider, address: str, *, bearer: str = "") -> dict[str, Any]:
    """A JSON object of the provider; `bearer` is an access token to show. Raises ProviderAway."""
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    try:
        with client(provider) as session:
            answer = session.request(
                "GET", address, withhold_token=True, headers=headers, allow_redirects=False
            )
            found = answer.json() if answer.status_code == 200 else None
    except (OSError, ValueError) as error:
        raise away(provider, error) from error
    if not isinstance(found, dict):
        raise away(provider, ValueError(f"status {answer.status_code}, or no object"))
    return found


def tokens(
    provider: Provider, address: str, *, code: str, verifier: str, redirect: str, method: str
) -> Mapping[str, Any]:
    """What the provider gives for a code. Raises Untrusted (it refuses the code) and ProviderAway."""
    try:
        with client(provider, token_endpoint_auth_method=method) as session:
            found: Mapping[str, Any] = session.fetch_token(
                address, grant_type="authorization_code", code=code, code_verifier=verifier, redirect_uri=redirect,
                allow_redirects=False,
            )  # fmt: skip
    except AuthlibBaseError as error:
        raise Untrusted("code refused") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise away(provider, error) from error
    return found


def away(provider: Provider, error: Exception) -> ProviderAway:
    """Noted for the operator: the kind of trouble, never what was sent."""
    log.warning("sso_provider_away", provider=provider.key, error=type(error).__name__)
    return ProviderAway()
