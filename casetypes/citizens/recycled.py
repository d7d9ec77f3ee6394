"""Telephone numbers change hands: a carrier gives one that nobody pays for any more to somebody else, months later.

So a number speaks for its owner for PHONE_ALONE_DAYS after it was proven last. After that whoever proves it begins with
nothing: the earlier account opens by its other address (or Llave MX) only, and its reports stay with it. E-mail
addresses are not given to others by those who run them; they speak for their owner without end.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from casetypes.citizens.models import ContactPoint
from casetypes.kernel import clock

PHONE = "phone"


def speaks() -> Q:
    """Proven contact points that open what is their owner's today."""
    return Q(verified_at__isnull=False) & (~Q(kind=PHONE) | Q(verified_at__gte=oldest_proof()))


def oldest_proof() -> datetime:
    """A number that was proven before this moment speaks for nobody."""
    return clock.now() - lasting()


def is_silent(kind: str, proven_at: datetime | None) -> bool:
    """Whether an address of an account no longer opens it."""
    return kind == PHONE and proven_at is not None and proven_at < oldest_proof()


def typed_by_its_owner(proven: Iterable[ContactPoint]) -> Q:
    """Contact points that nobody has proven and that one of these proven ones says are the same person's.

    Of a number only those of the time in which it was surely theirs: reports before and after are somebody else's.
    """
    found = Q(pk__in=[])
    for point in proven:
        same = Q(digest=point.digest, verified_at__isnull=True)
        found |= same & _while_held(point) if point.kind == PHONE else same
    return found


def _while_held(point: ContactPoint) -> Q:
    assert point.verified_at is not None
    since = point.held_since or point.created_at - lasting()
    return Q(created_at__gte=since, created_at__lte=point.verified_at + lasting())


def lasting() -> timedelta:
    return timedelta(days=settings.PHONE_ALONE_DAYS)
