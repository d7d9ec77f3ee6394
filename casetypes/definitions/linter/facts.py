"""What a city's files offer to each other: the keys a reference may name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from casetypes.definitions.loader import CityBundle, Loaded
from casetypes.kernel.vocabulary import RIGHTS, ROLES

Names = Collection[str]


@dataclass(frozen=True)
class CityFacts:
    """Names by kind (desk, department, category, calendar, message, survey, service, zone).

    A kind whose file is missing is not in `names`: nothing is held against it. `roles` are those that somebody in
    this city can hold; None when desks.yaml is missing. `messages` are the templates as messages.yaml writes them.
    """

    names: dict[str, Names] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    roles: frozenset[str] | None = None
    crew_desks: frozenset[str] | None = None
    services: dict[str, Loaded] = field(default_factory=dict)
    messages: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, bundle: CityBundle) -> "CityFacts":
        names: dict[str, Names] = {"service": set(bundle.services), "role": set(ROLES), "right": RIGHTS}
        for loaded, section, kind in (
            (bundle.city, "departments", "department"),
            (bundle.city, "categories", "category"),
            (bundle.desks, "desks", "desk"),
            (bundle.desks, "crews", "crew"),
            (bundle.calendars, "calendars", "calendar"),
            (bundle.messages, "messages", "message"),
            (bundle.messages, "surveys", "survey"),
        ):
            if loaded is not None and loaded.data:
                names[kind] = list(_mapping(loaded, section))
        stated = bundle.city.data.get("languages") if bundle.city else None
        languages = stated if isinstance(stated, list) else []
        return cls(
            names=names,
            languages=tuple(each for each in languages if isinstance(each, str)),
            roles=_roles(bundle.desks),
            crew_desks=_crew_desks(bundle.desks),
            services=bundle.services,
            messages=_mapping(bundle.messages, "messages"),
        )


def _mapping(loaded: Loaded | None, section: str) -> dict[str, Any]:
    entries = loaded.data.get(section) if loaded else None
    return entries if isinstance(entries, dict) else {}


def _roles(desks: Loaded | None) -> frozenset[str] | None:
    """Reporter, system and every role that desks.yaml gives rights to."""
    if desks is None or not _mapping(desks, "rights"):
        return None
    return frozenset({"reporter", "system", *_mapping(desks, "rights")})


def _crew_desks(desks: Loaded | None) -> frozenset[str] | None:
    if desks is None:
        return None
    crews: Iterable[Any] = _mapping(desks, "crews").values()
    named = (crew.get("desk") for crew in crews if isinstance(crew, dict))
    return frozenset(desk for desk in named if isinstance(desk, str))
