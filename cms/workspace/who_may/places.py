"""Where a post is, and what lies there, near it and far from it: what the policies are asked about."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from casetypes.access.actors import Post
from casetypes.cases.models import Case
from casetypes.cases.specimens import Lying, specimens
from casetypes.definitions import selectors as definitions
from casetypes.definitions.selectors import LiveService


@dataclass(frozen=True)
class Spot:
    """Keys of the desk, department and crew of a post; all empty for one that is held at no place."""

    desk: str = ""
    department: str = ""
    crew: str = ""


@dataclass(frozen=True)
class Places:
    """Three of everything, nearest first: the own, another of the department, one of elsewhere. "" and no case where
    there is none. The own cases are one that nobody has yet and, of a crew, one that it has."""

    spot: Spot
    desks: tuple[str, str, str]
    departments: tuple[str, str, str]
    cases: tuple[tuple[Case, ...], ...]


def spot_of(post: Post) -> Spot:
    return Spot(post.desk or "", post.department or post.home or "", post.crew or "")


def usual() -> tuple[LiveService, Spot] | None:
    """A service that is open to everybody and its desk, with a crew, a neighbour and a desk elsewhere; None in a city
    that has none yet."""
    desks, crews = definitions.desks_spec().desks, definitions.desks_spec().crews
    for service in definitions.live_services():
        own = service.compiled.spec.desk
        crew = next((key for key, spec in crews.items() if spec.desk == own), "")
        spot = Spot(own, desks[own].department, crew)
        if crew and all(_around(spot)[1:]) and not service.compiled.spec.confidential:
            return service, spot
    return None


@contextmanager
def places(service: LiveService, spots: Iterable[Spot]) -> Iterator[dict[Spot, Places]]:
    """What lies around each of these spots, within the block. A constant number of queries."""
    around = {spot: _around(spot) for spot in spots}
    wanted = [lying for spot, desks in around.items() for group in _lying(spot, desks) for lying in group]
    with specimens(service, wanted) as cases:
        yield {spot: _places(spot, desks, cases) for spot, desks in around.items()}


def _around(spot: Spot) -> tuple[str, str, str]:
    """The own desk (of a department: its first), another of the department, one elsewhere."""
    desks = definitions.desks_spec().desks
    inside = [key for key, spec in desks.items() if spec.department == spot.department and key != spot.desk]
    outside = [key for key, spec in desks.items() if spec.department != spot.department]
    own = spot.desk or (inside.pop(0) if inside else "")
    return own, next(iter(inside), ""), next(iter(outside), "")


def _lying(spot: Spot, desks: tuple[str, str, str]) -> list[list[Lying]]:
    own, near, far = desks
    mine = [(own, ""), *([(own, spot.crew)] if spot.crew else [])]
    return [mine, [(near, "")], [(far, "")]]


def _places(spot: Spot, desks: tuple[str, str, str], cases: dict[Lying, Case]) -> Places:
    spec = definitions.desks_spec().desks
    elsewhere = spec[desks[2]].department if desks[2] else ""
    found = tuple(tuple(cases[each] for each in group if each in cases) for group in _lying(spot, desks))
    return Places(spot, desks, (spot.department, spot.department, elsewhere), found)
