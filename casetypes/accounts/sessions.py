"""Where an account is signed in: one row per device; a row that is gone has signed that device out.

The browser holds a random secret in its own session, the row its SHA-256. A session ends after a set time whatever is
done with it; on a device that several people use it ends after minutes.
"""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from casetypes.accounts.models import Account, AccountSession
from casetypes.audit import services as audit
from casetypes.citizens.models import Citizen
from casetypes.kernel import clock

SEEN_EVERY = timedelta(minutes=5)


def start(citizen: Citizen, *, by: str, device: str = "", shared: bool = False) -> tuple[AccountSession, str]:
    """A new session and its secret; the account is made when it is the first one."""
    secret, now = secrets.token_urlsafe(32), clock.now()
    with transaction.atomic():
        account, _new = Account.objects.update_or_create(citizen=citizen, defaults={"signed_in_at": now})
        session = AccountSession.objects.create(
            account=account, token=_digest(secret), by=by, device=device[:60], shared=shared,
            started_at=now, seen_at=now, ends_at=now + lasts(shared=shared),
        )  # fmt: skip
        _record("account.sign_in", citizen, by=by, session=session.pk)
    return session, secret


def lasts(*, shared: bool) -> timedelta:
    """How long a session may go on."""
    if shared:
        return timedelta(minutes=settings.ACCOUNT_SHARED_MINUTES)
    return timedelta(days=settings.ACCOUNT_SESSION_DAYS)


def find(secret: str) -> AccountSession | None:
    """The session of that secret, with its citizen, while it lasts. One query, now and then a second one."""
    now = clock.now()
    live = AccountSession.objects.select_related("account__citizen")
    session = live.filter(
        token=_digest(secret), ends_at__gt=now, account__citizen__erased_at__isnull=True
    ).first()
    if session is not None and session.seen_at + SEEN_EVERY < now:
        AccountSession.objects.filter(pk=session.pk).update(seen_at=now)
    return session


def of(citizen: Citizen) -> list[AccountSession]:
    """Where the person is signed in now, the newest first."""
    return list(
        AccountSession.objects.filter(account=citizen.pk, ends_at__gt=clock.now()).order_by("-seen_at", "-pk")
    )


def end(secret: str) -> None:
    """Sign that device out."""
    session = AccountSession.objects.select_related("account__citizen").filter(token=_digest(secret)).first()
    if session is not None:
        _end(session.account.citizen, [session.pk])


def end_one(citizen: Citizen, number: int) -> bool:
    """Sign out one device of the person's own; False when there is no such session of theirs."""
    return bool(_end(citizen, [number]))


def end_all(citizen: Citizen, *, but: int | None = None) -> int:
    """Sign out everywhere, perhaps except the device in hand; returns how many."""
    rows = AccountSession.objects.filter(account=citizen.pk)
    rows = rows.exclude(pk=but) if but is not None else rows
    return _end(citizen, list(rows.values_list("pk", flat=True)))


def forget_ended() -> int:
    """Delete sessions that are over; returns how many."""
    return AccountSession.objects.filter(ends_at__lte=clock.now()).delete()[0]


def _end(citizen: Citizen, numbers: list[int]) -> int:
    with transaction.atomic():
        gone, _models = AccountSession.objects.filter(account=citizen.pk, pk__in=numbers).delete()
        if gone:
            _record("account.sign_out", citizen, sessions=gone)
    return gone


def _record(action: str, citizen: Citizen, **data: object) -> None:
    audit.record(action=action, actor="citizen", subject=f"citizen:{citizen.pk}", data=data)


def _digest(secret: str) -> str:
    return hashlib.sha256(b"agora:account:" + secret.encode()).hexdigest()
