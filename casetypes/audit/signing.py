"""The key that signs checkpoints, and the text that is signed.

A checkpoint is written as a signed note of the transparency-log community (C2SP tlog-checkpoint and signed-note),
so that their tools can read it: origin, size, root in base64, and an extension line with the moment.
"""

import os
import secrets
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from casetypes.kernel import hashing

_ED25519 = b"\x01"


@dataclass(frozen=True)
class Signer:
    """The installation's own key."""

    private: Ed25519PrivateKey

    @property
    def public_key(self) -> str:
        """64 hexadecimal digits."""
        return self.private.public_key().public_bytes_raw().hex()

    @property
    def key_id(self) -> str:
        return key_id(self.public_key)

    def sign(self, text: bytes) -> str:
        """The signature in base64."""
        return b64encode(self.private.sign(text)).decode()


def key_id(public_key: str) -> str:
    """16 hexadecimal digits that name a public key, short enough to compare on the phone."""
    return hashing.sha256_hex(bytes.fromhex(public_key))[:16]


def signer() -> Signer:
    """The key of the setting AUDIT_KEY (32 bytes, base64) or, without it, of a file in VAR_DIR, made when needed."""
    return _signer(getattr(settings, "AUDIT_KEY", "") or "", Path(settings.VAR_DIR) / "audit.key")


@lru_cache(maxsize=8)
def _signer(encoded: str, file: Path) -> Signer:
    encoded = encoded or _from_file(file)
    try:
        seed = b64decode(encoded, validate=True)
    except Base64Error:
        seed = b""
    if len(seed) != 32:
        raise ValueError("AUDIT_KEY must be 32 bytes in base64; leave it empty to have a key made in VAR_DIR")
    return Signer(Ed25519PrivateKey.from_private_bytes(seed))


def _from_file(file: Path) -> str:
    """Read the key file; make it whole and private first, so that two processes end up with the same key."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(b64encode(secrets.token_bytes(32)))
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()


def checkpoint_text(origin: str, tree_size: int, root_hash: str, signed_at: datetime) -> bytes:
    """What is signed."""
    moment = signed_at.astimezone(UTC).isoformat()
    root = b64encode(bytes.fromhex(root_hash)).decode()
    return f"{origin}\n{tree_size}\n{root}\nsigned_at {moment}\n".encode()


def signed_note(text: bytes, signature: str, public_key: str) -> str:
    """Text and signature as one signed note."""
    name = text.decode().partition("\n")[0]
    key_hash = hashing.sha256_hex(name.encode() + b"\n" + _ED25519 + bytes.fromhex(public_key))[:8]
    blob = b64encode(bytes.fromhex(key_hash) + b64decode(signature)).decode()
    return f"{text.decode()}\n— {name} {blob}\n"


def is_signed(text: bytes, signature: str, public_key: str) -> bool:
    """Whether the signature is that key's on that text."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(b64decode(signature, validate=True), text)
    except (InvalidSignature, ValueError):
        return False
    return True
