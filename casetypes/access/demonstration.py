"""The people of a demonstration: one per role, with posts that let every desk of the city be worked.

Their names are the cast of the tests. Nothing here runs unless somebody asks for it (`manage.py demo_people`).
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from casetypes.access.actors import for_user
from casetypes.access.entry import second_factor
from casetypes.access.models import Crew, Desk, Membership, Role, User
from casetypes.access.staff import admin_groups

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else


@dataclass(frozen=True)
class Person:
    """`provider` people stand at the desks of providers, the others at the city's own."""

    username: str
    full_name: str
    roles: tuple[str, ...]
    provider: bool = False
    superuser: bool = False


PEOPLE = (
    Person("beto", "Beto Agüero", ("agent",)),
    Person("carla", "Carla Montes", ("control_desk",)),
    Person("diego", "Diego Salas", ("supervisor",)),
    Person("elena", "Elena Ruiz", ("crew",)),
    Person("fidel", "Fidel Orozco", ("provider", "control_desk", "crew"), provider=True),
    Person("gloria", "Gloria Treviño", ("comptroller",)),
    Person("hugo", "Hugo Valdés", ("steward",)),
    Person("irene", "Irene Casas", ("committee",)),
    Person("admin", "Administración", ("administrator",), superuser=True),
)


@dataclass(frozen=True)
class SignIn:
    """Shown once, never stored in clear."""

    username: str
    full_name: str
    roles: str
    password: str


@transaction.atomic
def ensure_people(*, reset_passwords: bool = False) -> list[SignIn]:
    """Create who is missing and complete everybody's posts; the sign-ins of new (or reset) people only."""
    return [sign_in for person in PEOPLE if (sign_in := _ensure(person, reset_passwords))]


def _ensure(person: Person, reset: bool) -> SignIn | None:
    user, created = User.objects.get_or_create(
        username=person.username,
        defaults={
            "full_name": person.full_name,
            "email": f"{person.username}@example.org",
            "is_staff": True,
            "is_superuser": person.superuser,
        },
    )
    _complete_posts(user, person)
    admin_groups.follow([user.pk])
    if second_factor.required_for(for_user(user)):
        second_factor.ensure_demonstration_app(user)
    if not (created or reset):
        return None
    password = _password()
    user.set_password(password)
    user.save(update_fields=["password"])
    return SignIn(person.username, person.full_name, ", ".join(person.roles), password)


def _password() -> str:
    """Three groups of four: 60 bits, easy to type from a screen."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def _complete_posts(user: User, person: Person) -> None:
    known = set(Role.objects.filter(key__in=person.roles).values_list("key", flat=True))
    for role in person.roles:
        if role in known:
            for place in _places(role, person.provider):
                Membership.objects.get_or_create(user=user, role_id=role, **place)


def _places(role: str, provider: bool) -> Iterator[dict[str, Any]]:
    """Where the role is held: crews for a crew, desks for desk work, nothing in particular for the others."""
    if role == "crew":
        yield from ({"crew": crew} for crew in _first_crews(_desks(provider)))
    elif role in {"agent", "control_desk", "provider"}:
        yield from ({"desk": desk} for desk in _desks(provider))
    elif role == "supervisor":
        # A supervisor oversees the desks and the providers of the city (product.md).
        yield from ({"desk": desk} for desk in Desk.objects.filter(active=True).order_by("key"))
    else:
        yield {}


def _desks(provider: bool) -> list[Desk]:
    return list(Desk.objects.filter(provider=provider, active=True).order_by("key"))


def _first_crews(desks: list[Desk]) -> Iterator[Crew]:
    """The first crew of each desk."""
    seen: set[str] = set()
    for crew in Crew.objects.filter(desk__in=desks, active=True).order_by("key"):
        if crew.desk_id not in seen:
            seen.add(crew.desk_id)
            yield crew
