"""Write who works here: departments, desks, crews and roles as desks.yaml says."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from django.db import models

from casetypes.access.models import Crew, Department, Desk, Role
from casetypes.kernel.vocabulary import ROLES

Texts = Mapping[str, str]


class ShiftEntry(Protocol):
    @property
    def calendar(self) -> str: ...


class DeskEntry(Protocol):
    """A desk of desks.yaml; `zones` is "all" or a list of zone keys."""

    @property
    def department(self) -> str: ...
    @property
    def name(self) -> Texts: ...
    @property
    def zones(self) -> str | Sequence[str]: ...
    @property
    def shift(self) -> ShiftEntry | None: ...
    @property
    def escalates_to(self) -> str | None: ...
    @property
    def provider(self) -> bool: ...


class CrewEntry(Protocol):
    @property
    def desk(self) -> str: ...
    @property
    def name(self) -> Texts: ...
    @property
    def zones(self) -> str | Sequence[str]: ...
    @property
    def capacity(self) -> str | None: ...
    @property
    def skills(self) -> Sequence[str]: ...


class Organisation(Protocol):
    """desks.yaml, as `definitions.schema.city.Desks` models it."""

    @property
    def desks(self) -> Mapping[str, DeskEntry]: ...
    @property
    def crews(self) -> Mapping[str, CrewEntry]: ...
    @property
    def rights(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def second_factor(self) -> Sequence[str]: ...


def sync_organisation(desks: Organisation, departments: Mapping[str, Texts]) -> None:
    """Bring the rows in line with the files, in the caller's transaction.

    Desks and crews that are gone become inactive (cases point to them); people and their memberships stay.
    """
    for key, name in departments.items():
        Department.objects.update_or_create(key=key, defaults={"name": dict(name)})
    _sync_roles(desks)
    _sync_desks(desks.desks)
    _sync_crews(desks.crews)


def _sync_roles(desks: Organisation) -> None:
    for key in ROLES:
        rights = list(desks.rights.get(key, ()))
        second_factor = key in desks.second_factor
        Role.objects.update_or_create(key=key, defaults={"rights": rights, "second_factor": second_factor})


def _sync_desks(desks: Mapping[str, DeskEntry]) -> None:
    for key, desk in desks.items():
        values = {
            "department_id": desk.department,
            "name": dict(desk.name),
            "zones": _zones(desk.zones),
            "calendar": desk.shift.calendar if desk.shift else "",
            "provider": desk.provider,
            "active": True,
        }
        Desk.objects.update_or_create(key=key, defaults=values)
    for key, desk in desks.items():
        Desk.objects.filter(key=key).update(escalates_to=desk.escalates_to)
    _retire(Desk, desks)


def _sync_crews(crews: Mapping[str, CrewEntry]) -> None:
    for key, crew in crews.items():
        values = {
            "desk_id": crew.desk,
            "name": dict(crew.name),
            "zones": _zones(crew.zones),
            "capacity": crew.capacity or "",
            "skills": list(crew.skills),
            "active": True,
        }
        Crew.objects.update_or_create(key=key, defaults=values)
    _retire(Crew, crews)


def _retire(model: type[models.Model], kept: Mapping[str, object]) -> None:
    model._default_manager.exclude(pk__in=list(kept)).update(active=False)


def _zones(zones: str | Sequence[str]) -> str | list[str]:
    return zones if isinstance(zones, str) else list(zones)
