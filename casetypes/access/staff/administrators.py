"""Somebody always administers: nothing may take the last one away who manages people and can sign in.

Whatever takes posts, sign-ins or rights away does it inside `kept`. Changes of that kind wait for each other, so that
two administrators who remove each other at the same moment do not both succeed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from casetypes.access.models import Departure, Membership, Role, StaffSession, User
from casetypes.access.posts import memberships_today
from casetypes.kernel.errors import Refused

RIGHT = "manage_people"
_TURN = 0x4147_4156  # advisory lock: one change of this kind at a time
LAST = _(
    "After this nobody could manage people any more. First give the post of administrator, without a last day, to "
    "somebody else who can sign in."
)


class LastAdministrator(Refused):
    """The change would lock everybody out."""

    code = "last-administrator"


@dataclass(frozen=True)
class Standing:
    """How many can administer people today, how many of them without an end, and whether a role gives the right."""

    today: int
    lasting: int
    by_role: bool

    def holds_after(self, before: "Standing") -> bool:
        """Nothing that was there is gone altogether. What never was is nobody's loss: a new city starts empty."""
        return not (
            (before.today and not self.today)
            or (before.lasting and not self.lasting)
            or (before.by_role and not self.by_role)
        )


def take_turn() -> None:
    """Wait for other changes of who administers; held to the end of the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


def standing() -> Standing:
    """As the caller's transaction sees it. Three queries."""
    return Standing(today=_today().count(), lasting=_lasting().count(), by_role=_giving().exists())


@contextmanager
def kept() -> Iterator[None]:
    """One transaction; raises LastAdministrator at its end when it would leave nobody."""
    with transaction.atomic():
        take_turn()
        before = standing()
        yield
        if not standing().holds_after(before):
            raise LastAdministrator(reasons=[LAST])


def _giving() -> QuerySet[Role]:
    """Roles that give the right to manage people."""
    return Role.objects.filter(Q(rights__contains=[RIGHT]) | Q(rights__contains=["everything"]))


def _able() -> QuerySet[User]:
    """Who can sign in: active, and with a password of their own or seen through the city's sign-on lately."""
    no_password = Q(password="") | Q(password__startswith="!")
    signed_on = StaffSession.objects.filter(user=OuterRef("pk"), means__startswith="sso")
    return User.objects.filter(~no_password | Exists(signed_on), is_active=True)


def _today() -> QuerySet[User]:
    return _among(memberships_today())


def _lasting() -> QuerySet[User]:
    """Without a last day and without a planned departure."""
    leaving = Departure.objects.filter(user=OuterRef("pk"), left_at=None, withdrawn_at=None)
    return _among(memberships_today().filter(ends_on=None)).filter(~Exists(leaving))


def _among(memberships: QuerySet[Membership]) -> QuerySet[User]:
    held = memberships.filter(user=OuterRef("pk"), role__in=_giving())
    return _able().filter(Q(is_superuser=True) | Exists(held))
