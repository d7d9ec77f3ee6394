"""The proof that whoever brings the code is whoever asked for it (RFC 7636, method S256; "plain" is never used)."""

import base64
import hashlib
import secrets


def new_verifier() -> str:
    """43 characters of the unreserved alphabet, 256 bits."""
    return secrets.token_urlsafe(32)


def challenge(verifier: str) -> str:
    """BASE64URL(SHA-256(verifier)) without padding."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
