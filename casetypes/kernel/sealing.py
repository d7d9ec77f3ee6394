"""Sealing of personal data: AES-256-GCM under a key per person, wrapped by the installation's master key.

Erasing a person's key erases their sealed answers everywhere, backups included. `context` binds a sealed
value to its place (for example b"answer:case-id:field"): moved elsewhere it does not open.
"""

import base64
import hashlib
import hmac
import os
from binascii import Error as Base64Error

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casetypes.kernel.errors import DomainError, gettext_noop

_VERSION = b"\x01"  # AES-256-GCM, nonce of 12 bytes, tag of 16 bytes at the end
_NONCE = 12
_WRAPPING = b"agora:key"


class SealBroken(DomainError):
    """It does not open: another key, another context, or somebody changed it. It never says more."""

    code = "seal-broken"
    status = 500
    default_message = gettext_noop(
        "This protected value cannot be read. Tell the administrator: its key may have changed."
    )


def new_key() -> bytes:
    """32 random bytes."""
    return AESGCM.generate_key(bit_length=256)


def master_key(encoded: str) -> bytes:
    """The 32 bytes behind a base64 setting (MASTER_KEY); raises ValueError that says how to make one."""
    try:
        key = base64.b64decode(encoded, validate=True)
    except Base64Error:
        key = b""
    if len(key) != 32:
        raise ValueError(
            "MASTER_KEY must be 32 bytes in base64. Make one with: "
            "python -c 'import base64, os; print(base64.b64encode(os.urandom(32)).decode())'"
        )
    return key


def seal(plain: bytes, key: bytes, context: bytes) -> bytes:
    """Version byte, nonce, ciphertext with tag; 29 bytes longer than `plain`. Never twice the same."""
    nonce = os.urandom(_NONCE)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plain, _VERSION + context)


def open_sealed(sealed: bytes, key: bytes, context: bytes) -> bytes:
    """What was sealed with this key and context; raises SealBroken."""
    sealed = bytes(sealed)  # a database gives a memoryview
    if sealed[:1] != _VERSION or len(sealed) < 1 + _NONCE + 16:
        raise SealBroken
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], _VERSION + context)
    except (InvalidTag, ValueError):
        raise SealBroken from None


def wrap(key: bytes, master: bytes) -> bytes:
    """A person's key, sealed by the master key, ready to be stored."""
    return seal(key, master, _WRAPPING)


def unwrap(wrapped: bytes, master: bytes) -> bytes:
    """The person's key again; raises SealBroken."""
    return open_sealed(wrapped, master, _WRAPPING)


def lookup_digest(value: str, master: bytes) -> str:
    """64 hexadecimal digits that find a contact point without storing it: equal values, equal digests.

    HMAC-SHA256 under a subkey of its own: a list of phone numbers cannot be tried without the master key.
    The caller brings `value` into one form first (E.164, lower-case address).
    """
    subkey = hmac.digest(master, b"agora:lookup:1", hashlib.sha256)
    return hmac.new(subkey, value.encode("utf-8"), hashlib.sha256).hexdigest()
