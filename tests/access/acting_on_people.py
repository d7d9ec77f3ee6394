"""What administrators do to people, in short."""

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from casetypes.access.actors import Actor, for_user
from casetypes.access.models import Membership, User
from casetypes.access.posts import today
from casetypes.access.staff import invitations, mailed_links, memberships
from casetypes.access.staff.invitations import Inviting
from casetypes.access.staff.memberships import Granting
from casetypes.access.staff.places_of_roles import Place

NOWHERE = Place()
PASSWORD = "una-frase-bastante-larga"


def user(name: str) -> User:
    return User.objects.get(username=name)


def actor(name: str) -> Actor:
    return for_user(user(name))


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


def grant(name: str, role: str, place: Place = NOWHERE, *, by: str = "admin", **days: date) -> Membership:
    return memberships.grant(Granting(user(name).pk, role, place, **days), actor=actor(by))


def second_administrator(name: str = "olga") -> User:
    """Another person who administers and can sign in; not one who holds everything."""
    person = User.objects.create(
        username=name, full_name=name.title(), email=f"{name}@example.org", is_staff=True,
        password=make_password(PASSWORD),
    )  # fmt: skip
    grant(name, "administrator")
    return person


def without_everything(name: str = "admin") -> None:
    """The administrator of the cast is one by post only."""
    User.objects.filter(username=name).update(is_superuser=False)


def invite(address: str = "nora@example.org", *, posts: tuple[Granting, ...] = (), by: str = "admin") -> User:
    asked = Inviting(address, "Nora Lugo", "es", posts=posts)
    return invitations.invite(asked, actor=actor(by))


def token_of(person: User, kind: str = "invitation") -> str:
    """The secret of the newest letter, as the task that sends it makes it."""
    link = mailed_links.open_link(person.pk, kind)
    assert link is not None
    with transaction.atomic():
        taken = mailed_links.take(link.pk)
        assert taken is not None
        row, token = taken
        mailed_links.sent(row)
    return token
