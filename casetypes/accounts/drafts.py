"""Half-filled forms that an account keeps at hand: only the secret of their link, sealed under the person's own key."""

from dataclasses import dataclass
from datetime import datetime

from casetypes.accounts.models import Account, KeptDraft
from casetypes.citizens.keys import key_of
from casetypes.citizens.models import Citizen
from casetypes.kernel import sealing


@dataclass(frozen=True)
class Kept:
    """`number` names it on the account's pages; `secret` opens the draft; `since`: when it was begun."""

    number: int
    secret: str
    since: datetime


def keep(citizen: Citizen, *, digest: str, secret: str) -> None:
    """Once per draft, however often it is saved."""
    account = Account.objects.filter(pk=citizen.pk).first()
    if account is None:
        return
    sealed = sealing.seal(secret.encode(), key_of(citizen), _context(citizen, digest))
    KeptDraft.objects.get_or_create(account=account, digest=digest, defaults={"sealed": sealed})


def of(citizen: Citizen) -> list[Kept]:
    """The newest first."""
    rows, key = KeptDraft.objects.filter(account=citizen.pk).order_by("-kept_at", "-pk"), key_of(citizen)
    return [
        Kept(
            row.pk,
            sealing.open_sealed(bytes(row.sealed), key, _context(citizen, row.digest)).decode(),
            row.kept_at,
        )
        for row in rows
    ]


def one(citizen: Citizen, number: int) -> Kept | None:
    return next((kept for kept in of(citizen) if kept.number == number), None)


def forget(citizen: Citizen, number: int) -> None:
    """The account does not know of it any more; the draft itself is the room `intake`'s."""
    KeptDraft.objects.filter(account=citizen.pk, pk=number).delete()


def _context(citizen: Citizen, digest: str) -> bytes:
    return f"kept-draft:{citizen.pk}:{digest}".encode()
