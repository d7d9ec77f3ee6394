"""Where each role is held: at a desk, in a crew, in a department, or nowhere in particular.

Providers work at desks of providers, service agents at the city's own. Nobody who works for a provider administers,
audits or decides for the city at the same time, and nobody who attends cases audits them: not by a post of their own,
and not by standing in.
"""

from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casetypes.access.models import Absence, Crew, Department, Desk, Membership, Role
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
ATTENDS = frozenset({"agent", "control_desk", "supervisor", "crew", "provider"})
AUDITS = frozenset({"comptroller"})
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
    """Posts that this one cannot stand beside: the person's, and of who stands in for whom. At most six queries."""
    held = _lasting(*_standing_with(user_id))
    provides = _at_providers(held) or (role in OF_A_PROVIDER and _is_of_provider(place))
    if provides and (role in OF_THE_CITY or _any(held, OF_THE_CITY)):
        said = _("Whoever works for a provider does not administer, audit or decide for the city as well.")
        return {"role": [said]}
    if (role in AUDITS and _any(held, ATTENDS)) or (role in ATTENDS and _any(held, AUDITS)):
        return {
            "role": [_("Whoever audits attends no cases, not as a deputy either, and the other way round.")]
        }
    return {}


def stand_apart(user_id: int, other_id: int) -> str:
    """Why neither of the two stands in for the other; "" when they may."""
    one, other = _lasting(user_id), _lasting(other_id)
    if any(_at_providers(here) and _any(there, OF_THE_CITY) for here, there in ((one, other), (other, one))):
        return _("Who works for a provider and who decides for the city do not stand in for each other.")
    if any(_any(here, AUDITS) and _any(there, ATTENDS) for here, there in ((one, other), (other, one))):
        return _("Who audits and who attends cases do not stand in for each other.")
    return ""


def _standing_with(user_id: int) -> list[int]:
    """The person, those for whom they stand in, and who stands in for them, from today on."""
    rows = Absence.objects.filter(
        Q(user=user_id) | Q(deputy=user_id), withdrawn_at=None, deputy__isnull=False
    )
    pairs = rows.exclude(ends_on__lt=today()).values_list("user_id", "deputy_id")
    return [user_id, *{each for pair in pairs for each in pair if each is not None and each != user_id}]


def _any(held: QuerySet[Membership], roles: frozenset[str]) -> bool:
    return held.filter(role__in=roles).exists()


def _at_providers(held: QuerySet[Membership]) -> bool:
    at_providers = Q(role="provider") | Q(desk__provider=True) | Q(crew__desk__provider=True)
    return held.filter(at_providers, role__in=OF_A_PROVIDER).exists()


def _lasting(*user_ids: int) -> QuerySet[Membership]:
    return Membership.objects.filter(user__in=user_ids).exclude(ends_on__lt=today())


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
