"""Links sent by e-mail that prove an address: signed, of this city only, for some days, once, the newest letter only.

The secret exists in the letter alone; the database keeps its digest. A link is made when its letter is sent, so that
sending again makes every earlier letter useless.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest
from typing import Literal

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.translation import gettext as _

from casetypes.access.models import MailedLink, User
from casetypes.kernel import clock
from casetypes.kernel.errors import Invalid, NotFound
from casetypes.kernel.extension_points import links_waiting
from casetypes.kernel.hashing import sha256_hex

HOLDS = {MailedLink.INVITATION: timedelta(days=7), MailedLink.ADDRESS: timedelta(days=2)}
MOST_LETTERS, MOST_TRIES = 10, 8
FIRST_WAIT = timedelta(minutes=1)  # doubled after each failure of the mail server
State = Literal["open", "used", "expired", "withdrawn", "replaced", "unknown"]


@dataclass(frozen=True)
class Found:
    """What a link opens: `link` only where its signature is right, whatever became of it."""

    state: State
    link: MailedLink | None = None


def ask(user: User, kind: str, address: str, *, asked_by: int | None) -> MailedLink:
    """A link that waits to be sent; an earlier open one of the same kind is withdrawn. In the caller's transaction."""
    withdraw(user.pk, kind)
    transaction.on_commit(links_waiting.call)
    return MailedLink.objects.create(user=user, kind=kind, address=address, asked_by_id=asked_by)


def again(user_id: int, kind: str) -> MailedLink:
    """Its letter is to be sent once more. Raises NotFound, and Invalid after too many letters."""
    link = MailedLink.objects.select_for_update().filter(**_open(user_id, kind)).first()
    if link is None:
        raise NotFound(_("There is nothing to send again."))
    if link.letters >= MOST_LETTERS:
        raise Invalid(
            fields={"": [_("Too many letters were sent to this address. Check it with the person.")]}
        )
    link.send_after, link.tries = clock.now(), 0
    link.save(update_fields=["send_after", "tries"])
    transaction.on_commit(links_waiting.call)
    return link


def withdraw(user_id: int, kind: str = "") -> int:
    """Open links of a person (of one kind, or all) open nothing any more; how many there were."""
    rows = MailedLink.objects.filter(user=user_id, used_at=None, withdrawn_at=None)
    rows = rows.filter(kind=kind) if kind else rows
    return rows.update(withdrawn_at=clock.now(), send_after=None, digest="")


def open_link(user_id: int, kind: str) -> MailedLink | None:
    return MailedLink.objects.filter(**_open(user_id, kind)).first()


def waiting() -> list[int]:
    """Links whose letter is to be sent now."""
    rows = MailedLink.objects.filter(send_after__lte=clock.now(), used_at=None, withdrawn_at=None)
    return list(rows.order_by("send_after").values_list("pk", flat=True))


def take(pk: int) -> tuple[MailedLink, str] | None:
    """For the task that sends, in its transaction: the locked row and a new token; None when nothing is to be sent or
    somebody else is at it."""
    rows = MailedLink.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "user", "asked_by"
    )
    link = rows.filter(pk=pk, send_after__lte=clock.now(), used_at=None, withdrawn_at=None).first()
    if link is None:
        return None
    secret = secrets.token_urlsafe(24)
    link.digest, link.expires_at = _digest(secret), clock.now() + HOLDS[link.kind]
    return link, _signer(link.kind).sign(f"{link.pk}-{secret}")


def sent(link: MailedLink) -> None:
    """The letter of a taken link is with the mail server."""
    link.sent_at, link.send_after, link.tries = clock.now(), None, 0
    link.letters += 1
    link.save(update_fields=["digest", "expires_at", "sent_at", "send_after", "tries", "letters"])


def failed(link: MailedLink) -> None:
    """The mail server did not take it: later again, and given up after some tries. The old digest stays."""
    link.tries += 1
    link.send_after = None if link.tries >= MOST_TRIES else clock.now() + FIRST_WAIT * 2 ** (link.tries - 1)
    link.save(update_fields=["tries", "send_after"])


def find(token: str, kind: str, *, lock: bool = False) -> Found:
    """What a token opens now. One query for a token of this city, none for any other."""
    try:
        pk, _dash, secret = _signer(kind).unsign(token).partition("-")
    except BadSignature:
        return Found("unknown")
    rows = MailedLink.objects.select_related("user")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    link = rows.filter(pk=int(pk), kind=kind).first()
    return Found(_state(link, secret), link) if link else Found("unknown")


def use(link: MailedLink) -> None:
    """It opens nothing any more."""
    link.used_at, link.send_after = clock.now(), None
    link.save(update_fields=["used_at", "send_after"])


def _state(link: MailedLink, secret: str) -> State:
    if link.used_at is not None:
        return "used"
    if link.withdrawn_at is not None or not link.user.is_active:
        return "withdrawn"
    if not compare_digest(link.digest, _digest(secret)):
        return "replaced"
    if link.expires_at is None or link.expires_at <= clock.now():
        return "expired"
    return "open"


def _open(user_id: int, kind: str) -> dict[str, object]:
    return {"user": user_id, "kind": kind, "used_at": None, "withdrawn_at": None}


def _signer(kind: str) -> Signer:
    return Signer(salt=f"agora.mailed-link.{kind}:{settings.CITY}")


def _digest(secret: str) -> str:
    return sha256_hex(secret.encode())
