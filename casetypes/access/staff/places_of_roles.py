"""Where each role is held: at a desk, in a crew, in a department, or nowhere in particular.

Providers work at desks of providers, service agents at the city's own. Nobody who works for a provider administers,
audits or decides for the city at the same time.
"""

from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casetypes.access.models import Crew, Department, Desk, Membership, Role
from casetypes.access.posts import today

Kind = Literal["desk", "crew", "department", "nowhere"]
PLACES: dict[str, tuple[Kind, ...]] = {
    "agent": ("desk", "department"),
    "control_desk": ("desk",),
    "supervisor": ("desk", "department"),
    "crew": ("crew",),
    "provider": ("desk",),
    "comptroller": ("nowhere",),
    "steward": ("nowhere", "department"),
    "committee": ("nowhere",),
    "administrator": ("nowhere",),
}
OF_A_PROVIDER = frozenset({"provider", "control_desk", "crew"})  # at one of its desks
OF_THE_CITY = frozenset({"comptroller", "steward", "committee", "administrator"})
NEEDS: dict[tuple[Kind, ...], Promise] = {
    ("desk", "department"): gettext_lazy(
        "This role is held at a desk or in a department: choose one of them."
    ),
    ("desk",): gettext_lazy("This role is held at a desk: choose one."),
    ("crew",): gettext_lazy("This role is held in a crew: choose one."),
    ("nowhere",): gettext_lazy(
        "This role is held for the whole city: leave desk, department and crew empty."
    ),
    ("nowhere", "department"): gettext_lazy(
        "This role is held for the whole city or in a department: leave desk and crew empty."
    ),
}


@dataclass(frozen=True)
class Place:
    """Keys; at most one is given, none is the whole city."""

    desk: str | None = None
    department: str | None = None
    crew: str | None = None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        given: tuple[tuple[Kind, str | None], ...] = (
            ("desk", self.desk), ("department", self.department), ("crew", self.crew),
        )  # fmt: skip
        return tuple(kind for kind, key in given if key) or ("nowhere",)

    def columns(self) -> dict[str, str | None]:
        """As columns of a membership."""
        return {
            "desk_id": self.desk or None,
            "department_id": self.department or None,
            "crew_id": self.crew or None,
        }


def problems(role: str, place: Place) -> dict[str, list[object]]:
    """What is wrong with a role at a place, by field; empty when it fits. At most two queries."""
    if role not in PLACES or not Role.objects.filter(key=role).exists():
        return {"role": [_("There is no such role for members of staff.")]}
    kinds = place.kinds
    if len(kinds) > 1 or kinds[0] not in PLACES[role]:
        return {"role": [str(NEEDS[PLACES[role]])]}
    if place.desk:
        return _problems_of_desk(role, place.desk)
    if place.crew and not Crew.objects.filter(key=place.crew, active=True).exists():
        return {"crew": [_("There is no such crew now.")]}
    if place.department and not Department.objects.filter(key=place.department).exists():
        return {"department": [_("There is no such department.")]}
    return {}


def _problems_of_desk(role: str, key: str) -> dict[str, list[object]]:
    desk = Desk.objects.filter(key=key, active=True).first()
    if desk is None:
        return {"desk": [_("There is no such desk now.")]}
    if role == "provider" and not desk.provider:
        return {"desk": [_("This is a desk of the city: a provider works at a desk of providers.")]}
    if role == "agent" and desk.provider:
        return {"desk": [_("This is a desk of a provider: service agents work at desks of the city.")]}
    return {}


def clashes(user_id: int, role: str, place: Place) -> dict[str, list[object]]:
    """Posts of the person that this one cannot stand beside. At most three queries."""
    works_for_provider = works_for_a_provider(user_id) or (role in OF_A_PROVIDER and _is_of_provider(place))
    works_for_city = role in OF_THE_CITY or decides_for_the_city(user_id)
    return (
        {
            "role": [
                _("Whoever works for a provider does not administer, audit or decide for the city as well.")
            ]
        }
        if works_for_provider and works_for_city
        else {}
    )


def stand_apart(user_id: int, other_id: int) -> bool:
    """Whether one of the two works for a provider and the other decides for the city: neither stands in."""
    return (works_for_a_provider(user_id) and decides_for_the_city(other_id)) or (
        works_for_a_provider(other_id) and decides_for_the_city(user_id)
    )


def works_for_a_provider(user_id: int) -> bool:
    at_providers = Q(role="provider") | Q(desk__provider=True) | Q(crew__desk__provider=True)
    return _lasting(user_id).filter(at_providers, role__in=OF_A_PROVIDER).exists()


def decides_for_the_city(user_id: int) -> bool:
    return _lasting(user_id).filter(role__in=OF_THE_CITY).exists()


def _lasting(user_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(user=user_id).exclude(ends_on__lt=today())


def _is_of_provider(place: Place) -> bool:
    there = Q(key=place.desk or "") | Q(crews__key=place.crew or "")
    return Desk.objects.filter(there, provider=True).exists()


def cautions(user_id: int) -> list[str]:
    """What is allowed and worth knowing about the posts a person holds. One query."""
    roles = set(_lasting(user_id).values_list("role_id", flat=True))
    if {"steward", "committee"} <= roles:
        return [
            _("The person writes and approves definitions: what they write somebody else has to approve.")
        ]
    return []
