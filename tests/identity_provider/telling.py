"""What this provider tells of people, and the lies that a test asks it to tell."""

import base64
import hashlib
import hmac
import json
import time
import uuid
from typing import Any

from jwcrypto import jwk, jwt
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.settings import oauth2_settings

from tests.identity_provider.settings import new_key

CLAIMS: dict[str, dict[str, Any]] = {}  # by user name
LIE: dict[
    str, Any
] = {}  # `claims`: laid over the true ones, null takes away; `alg`: none, HS256; `key`: "foreign"


class Telling(OAuth2Validator):
    oidc_claim_scope = None

    def get_additional_claims(self, request):
        told = CLAIMS[request.user.username]
        return {key: value for key, value in told.items() if key not in LIE.get("only_userinfo", ())}

    def get_userinfo_claims(self, request):
        return {
            **super().get_userinfo_claims(request),
            **CLAIMS[request.user.username],
            **LIE.get("userinfo", {}),
        }

    def finalize_id_token(self, id_token, token, token_handler, request):
        true = super().finalize_id_token(id_token, token, token_handler, request)
        if not LIE.keys() & {"claims", "alg", "key"}:
            return true
        header, claims, _signature = (_unpacked(part) for part in true.split("."))
        return signed(without_null({**claims, **LIE.get("claims", {})}), header.get("kid"))


def without_null(claims: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in claims.items() if value is not None}


def signed(claims: dict[str, Any], kid: str | None = None) -> str:
    """By the true key, unless the lie is about that."""
    if LIE.get("alg") == "none":
        return f"{_packed({'alg': 'none', 'typ': 'JWT'})}.{_packed(claims)}."
    if LIE.get("alg") == "HS256":
        return _by_public_key(claims, kid)
    pem = new_key() if LIE.get("key") == "foreign" else oauth2_settings.OIDC_RSA_PRIVATE_KEY
    key = jwk.JWK.from_pem(pem.encode())
    made = jwt.JWT(header={"alg": "RS256", "typ": "JWT", "kid": kid or key.thumbprint()}, claims=claims)
    made.make_signed_token(key)
    return made.serialize()


def logout_token(claims: dict[str, Any]) -> str:
    """Back-Channel Logout 1.0, section 2.4."""
    event = {"http://schemas.openid.net/event/backchannel-logout": {}}
    now = int(time.time())
    return signed(
        without_null({"iat": now, "exp": now + 120, "jti": str(uuid.uuid4()), "events": event, **claims})
    )


def _by_public_key(claims: dict[str, Any], kid: str | None) -> str:
    """The old trick: the public key, which everybody knows, as the shared secret."""
    key = jwk.JWK.from_pem(oauth2_settings.OIDC_RSA_PRIVATE_KEY.encode())
    text = f"{_packed({'alg': 'HS256', 'typ': 'JWT', 'kid': kid})}.{_packed(claims)}"
    mark = hmac.new(key.export_to_pem(), text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"


def _packed(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _unpacked(part: str) -> Any:
    raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    return json.loads(raw) if raw.startswith(b"{") else None
