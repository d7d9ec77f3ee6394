"""What a provider publishes about itself: its addresses and its keys, kept for an hour, keys read anew when they turn.

OpenID Connect Discovery 1.0, section 4; the document must name the very issuer that the city configured.
"""

from typing import Any

from django.core.cache import cache
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from casetypes.definitions.schema.sign_on import Issuer
from casetypes.kernel.hashing import sha256_hex
from cms.sso.oidc import http
from cms.sso.providers import Provider

KEPT = 60 * 60  # seconds
REST = 30  # seconds between two readings of the keys because of a key that is not known


class Metadata(BaseModel):
    """The part of the discovery document that is used; addresses are https (or of this machine)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    issuer: str
    authorization_endpoint: str
    token_endpoint: Issuer
    jwks_uri: str
    userinfo_endpoint: Issuer | None = None
    end_session_endpoint: str | None = None
    token_endpoint_auth_methods_supported: list[str] = Field(default=["client_secret_basic"])
    authorization_response_iss_parameter_supported: bool = False

    def token_method(self, secret: str) -> str:
        """How this client proves itself when it hands in a code."""
        if not secret:
            return "none"
        basic = "client_secret_basic" in self.token_endpoint_auth_methods_supported
        return "client_secret_basic" if basic else "client_secret_post"


def metadata(provider: Provider) -> Metadata:
    """Raises ProviderAway, also for a document of another issuer or without what is needed."""
    name = kept_as(provider, "metadata")
    found = cache.get(name)
    if found is None:
        address = provider.spec.issuer.rstrip("/") + "/.well-known/openid-configuration"
        found = http.document(provider, address)
        _checked(provider, found)
        cache.set(name, found, KEPT)
    return _checked(provider, found)


def _checked(provider: Provider, document: dict[str, Any]) -> Metadata:
    try:
        about = Metadata.model_validate(document)
    except ValidationError as error:
        raise http.away(provider, error) from error
    if about.issuer != provider.spec.issuer or not all(map(_is_web, _visited(about))):
        raise http.away(provider, ValueError("another issuer"))
    return about


def _visited(about: Metadata) -> list[str]:
    """Where a browser is sent, or keys are read: these may carry a query of their own."""
    return [about.authorization_endpoint, about.jwks_uri, about.end_session_endpoint or about.issuer]


def _is_web(address: str) -> bool:
    return address.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]"))


def keys(provider: Provider, *, anew: bool = False) -> KeySet:
    """The provider's public keys. `anew`: a token names a key that is not among them, so they may have turned; read
    again at most every half minute, so that invented names of keys cannot make us call without end."""
    name = kept_as(provider, "keys")
    found = cache.get(name)
    if found is None or (anew and cache.add(name + "-read", 1, REST)):
        found = http.document(provider, metadata(provider).jwks_uri)
        cache.set(name, found, KEPT)
    try:
        return KeySet.import_key_set({"keys": [each for each in found["keys"] if _verifies(each)]})
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise http.away(provider, error) from error


def _verifies(key: dict[str, Any]) -> bool:
    """Public keys for signatures: neither shared secrets nor those for encryption."""
    return key.get("kty") in {"RSA", "EC"} and key.get("use", "sig") == "sig"


def kept_as(provider: Provider, what: str) -> str:
    """Of the cache; another issuer under the same key finds nothing."""
    return f"sso-{what}-{sha256_hex(provider.spec.issuer.encode())[:24]}"
