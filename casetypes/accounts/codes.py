"""One-time codes: whoever reads the mailbox or the phone is its owner.

The browser that asks gets a secret of its own and nothing else: whether the address, the account or the case exists is
looked up by the task that sends (`sending`), so every answer is the same in words and in time. Six digits hold for ten
minutes, five tries and one use, for one purpose and subject of one city, in the browser that asked.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from casetypes.accounts import limits
from casetypes.accounts.models import OneTimeCode
from casetypes.citizens import contacts
from casetypes.citizens.keys import master
from casetypes.kernel import clock, sealing

# sign_in: subject ""; prove_address and confirm: subject the citizen's id; folio: subject the folio, no address given.
Purpose = Literal["sign_in", "prove_address", "confirm", "folio"]
HOLDS = timedelta(minutes=10)
MOST_TRIES = 5


@dataclass(frozen=True)
class Asked:
    """What the browser's session keeps of a code that was asked for."""

    id: str
    secret: str


@dataclass(frozen=True)
class Proven:
    """An address whose owner typed the right code. For a folio both are empty."""

    kind: str
    address: str


def ask(
    purpose: Purpose, subject: str, *, kind: str, address: str = "", network: str, language: str
) -> Asked:
    """Write down that a code is wanted; the caller hands `id` to `tasks.hand_over`. The same work for every address."""
    identifier, secret = UUID(bytes=secrets.token_bytes(16), version=4), secrets.token_urlsafe(24)
    now = clock.now()
    OneTimeCode.objects.create(
        id=identifier, purpose=purpose, subject=subject, kind=kind, language=language, asked_at=now,
        ends_at=now + HOLDS, network=limits.digest_of_network(network), asker=_asker(secret),
        sealed=sealing.seal(address.encode(), master(), context(identifier)),
        digest=contacts.digest(kind, address) if address else "",
    )  # fmt: skip
    return Asked(str(identifier), secret)


def pending(asked: Asked | None, purpose: Purpose, subject: str) -> OneTimeCode | None:
    """The code this browser asked for, while it may still be typed. Says nothing of whether it was sent."""
    row = _rows(asked, purpose, subject).first() if asked else None
    return row if row is not None and row.tries < MOST_TRIES else None


def tries_left(asked: Asked | None, purpose: Purpose, subject: str) -> int:
    """How often the code may still be typed; 0 when it is over. The same for every address."""
    row = pending(asked, purpose, subject)
    return MOST_TRIES - row.tries if row else 0


def accept(asked: Asked | None, purpose: Purpose, subject: str, typed: str) -> Proven | None:
    """What the right code proves, once; None for every other. Each try counts, also those before it was sent."""
    if asked is None:
        return None
    with transaction.atomic():
        row = _rows(asked, purpose, subject).select_for_update().first()
        if row is None or row.tries >= MOST_TRIES:
            return None
        row.tries += 1
        digits = "".join(char for char in typed if char.isdigit())
        if not hmac.compare_digest(row.code, stored(row, digits)) or row.state != OneTimeCode.SENT:
            row.save(update_fields=["tries"])
            return None
        proven = Proven(row.kind, address_in(row))
        row.used_at, row.sealed = clock.now(), b""
        row.save(update_fields=["tries", "used_at", "sealed"])
    return proven


def stored(row: OneTimeCode, digits: str) -> str:
    """What is kept of six digits: good for this row, this city, this purpose and this subject only."""
    place = f"agora:code:{settings.CITY}:{row.purpose}:{row.subject}:{row.pk}:{digits}"
    return hmac.new(settings.SECRET_KEY.encode(), place.encode(), hashlib.sha256).hexdigest()


def address_in(row: OneTimeCode) -> str:
    return sealing.open_sealed(bytes(row.sealed), master(), context(row.pk)).decode()


def context(identifier: UUID) -> bytes:
    return f"code:{settings.CITY}:{identifier}".encode()


def forget_old() -> int:
    """Addresses of codes that are over are dropped at once, the rows when no limit looks at them; returns how many."""
    now = clock.now()
    OneTimeCode.objects.filter(ends_at__lt=now).exclude(sealed=b"").update(sealed=b"")
    return OneTimeCode.objects.filter(asked_at__lt=now - limits.LOOKS_BACK).delete()[0]


def _rows(asked: Asked, purpose: Purpose, subject: str) -> QuerySet[OneTimeCode]:
    return OneTimeCode.objects.filter(
        pk=asked.id, asker=_asker(asked.secret), purpose=purpose, subject=subject, used_at=None,
        ends_at__gt=clock.now(),
    )  # fmt: skip


def _asker(secret: str) -> str:
    return hashlib.sha256(b"agora:asker:" + secret.encode()).hexdigest()
