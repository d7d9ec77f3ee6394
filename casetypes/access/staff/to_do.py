"""What waits for whoever administers people: the first few of each kind, and how many there are. Seven queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from django.db.models import Count, F, Model, Q, QuerySet, Window

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.access.entry import sign_ins
from casetypes.access.models import Absence, ApiToken, MailedLink, Membership, User
from casetypes.access.posts import absences_today, invited, today
from casetypes.access.staff import people
from casetypes.kernel import clock

FEW = 5
HOLDS_NO_LONGER = timedelta(days=2)  # before a letter's link expires
R = TypeVar("R", bound=Model)


@dataclass(frozen=True)
class Few(Generic[R]):
    """The first rows of a kind, and how many there are in all."""

    rows: Sequence[R] = ()
    count: int = 0

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class ToDo:
    """`locked_people` and `closed_networks`: who tried to sign in too often and is kept out now, in numbers."""

    invitations: Few[MailedLink]
    unproven: Few[User]
    ending: Few[Membership]
    tokens: Few[ApiToken]
    absences: Few[Absence]
    locked_people: int
    closed_networks: int

    def __bool__(self) -> bool:
        counts = (self.invitations, self.unproven, self.ending, self.tokens, self.absences)
        return bool(self.locked_people or self.closed_networks or any(few.count for few in counts))


def of(actor: Actor) -> ToDo:
    """Raises NotAllowed for who does not manage people."""
    policies.require(actor, "people.manage")
    return ToDo(
        invitations=_few(_invitations()), unproven=_few(_unproven()), ending=_few(_ending()), tokens=_few(_tokens()),
        absences=_few(_absences()), locked_people=len({lock.user.pk for lock in sign_ins.locks()}),
        closed_networks=sign_ins.closed_networks(),
    )  # fmt: skip


def _few(rows: QuerySet[R]) -> Few[R]:
    """One query: the count comes with the rows."""
    found = list(rows.annotate(in_all=Window(Count("*")))[:FEW])
    return Few(found, getattr(found[0], "in_all") if found else 0)  # noqa: B009  annotated above


def _invitations() -> QuerySet[MailedLink]:
    """Letters whose link expires soon or has expired, and those that could not be sent; the oldest first."""
    open_ones = MailedLink.objects.filter(kind=MailedLink.INVITATION, used_at=None, withdrawn_at=None)
    over = Q(expires_at__lte=clock.now() + HOLDS_NO_LONGER)
    never_sent = Q(sent_at=None, send_after=None)
    rows = open_ones.filter(over | never_sent, user__in=invited()).select_related("user")
    return rows.order_by(F("expires_at").asc(nulls_first=True), "pk")


def _unproven() -> QuerySet[User]:
    staying = User.objects.filter(is_active=True)
    return people.without_second_factor(staying).order_by("full_name", "username")


def _ending() -> QuerySet[Membership]:
    rows = people.ending_posts().select_related("user", "role", "desk", "department", "crew__desk")
    return rows.order_by("ends_on", "user__full_name", "pk")


def _tokens() -> QuerySet[ApiToken]:
    soon = (today(), today() + people.SOON)
    rows = ApiToken.objects.filter(revoked_at=None, user__is_active=True, ends_on__range=soon)
    return rows.select_related("user").order_by("ends_on", "pk")


def _absences() -> QuerySet[Absence]:
    rows = absences_today().filter(user__is_active=True).select_related("user", "deputy")
    return rows.order_by("user__full_name", "pk")
