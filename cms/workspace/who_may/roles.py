"""What each role may: somebody with this one post, at a desk, in its crew, in its department, or everywhere."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from casetypes.access.actors import Actor, Post, reporter
from casetypes.access.doors import Door
from casetypes.access.models import Role
from casetypes.access.policies import may
from casetypes.cases import sight
from casetypes.definitions import selectors as definitions
from casetypes.kernel.vocabulary import ROLES
from cms.workspace.who_may import asking
from cms.workspace.who_may.asking import ANONYMISED, GROUP, NO, REPORT, YES, Cell
from cms.workspace.who_may.places import Places, Spot, places, usual

STAFF = tuple(role for role in ROLES if role not in {"reporter", "system"})
COLUMNS = ("public", "reporter", *STAFF)
AT_A_DESK = frozenset({"agent", "control_desk", "supervisor"})


class Asked:
    """The roles of a city and where their posts are asked about, within `asked`."""

    def __init__(self, where: dict[Spot, Places], actors: dict[str, tuple[Actor, Spot]]) -> None:
        self.where, self.actors = where, actors

    def cell(self, door: Door, column: str) -> Cell:
        """What this role may at this door."""
        if column in {"public", "reporter"}:
            return Cell(self._outside(door, column))
        if door.audience == "citizen":
            return Cell(NO)
        if door.permissions:
            return Cell(NO if "nobody" in door.permissions else GROUP)
        actor, spot = self.actors[column]
        return asking.cell(door, actor, self.where[spot])

    def _outside(self, door: Door, column: str) -> str:
        if door.audience == "public" and "nobody" not in door.permissions:
            return ANONYMISED if door.anonymised and column == "public" else YES
        if column == "public" or door.audience != "citizen":
            return NO
        case = next(iter(self.where.values())).cases[asking.OWN][0]
        asks = not door.action or may(reporter(folio=case.folio), door.action, case)
        return REPORT if asks else NO


@contextmanager
def asked(columns: Iterable[str]) -> Iterator[Asked | None]:
    """None in a city that has no desk with a crew and a neighbour yet. A constant number of queries."""
    found = usual()
    if found is None:
        yield None
        return
    service, spot = found
    rights = {role.key: frozenset(role.rights) for role in Role.objects.all()}
    actors = {role: _actor(role, spot, rights.get(role, frozenset())) for role in columns if role in STAFF}
    with places(service, [spot, *(own for _actor, own in actors.values())]) as where:
        everybody = [each for actor, _spot in actors.values() for each in asking.variants(actor)]
        cases = [case for each in where.values() for group in each.cases for case in group]
        with sight.looked_ahead(everybody, cases):
            yield Asked(where, actors)


def _actor(role: str, spot: Spot, rights: frozenset[str]) -> tuple[Actor, Spot]:
    own = _spot(role, spot)
    post = Post(role=role, rights=rights, crew=own.crew or None)
    if own.desk:
        post = replace(post, desk=own.desk, home=own.department)
    elif own.department:
        post = replace(post, department=own.department)
    return Actor(kind="staff", user_id=0, posts=(post,)), own


def _spot(role: str, spot: Spot) -> Spot:
    """Where the role is held: providers at a desk of theirs, as far as there is one."""
    if role == "crew":
        return spot
    if role == "provider":
        desks = definitions.desks_spec().desks
        return next((Spot(key, spec.department) for key, spec in desks.items() if spec.provider), spot)
    if role in AT_A_DESK:
        return replace(spot, crew="")
    return Spot(department=spot.department) if role == "steward" else Spot()
