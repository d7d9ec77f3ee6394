"""What one person may do today: which doors their posts open, how far each reaches, and which post it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from casetypes.access import doors
from casetypes.access.actors import Actor
from casetypes.access.colleagues import Colleague
from casetypes.access.doors import Door
from casetypes.access.models import User
from casetypes.cases import sight
from cms.workspace.gate import holds
from cms.workspace.who_may import asking
from cms.workspace.who_may.asking import DESK, GROUP, NO, YES, Cell
from cms.workspace.who_may.places import Places, Spot, places, spot_of, usual
from cms.workspace.who_may.posts import PostWords, in_words
from cms.workspace.who_may.table import DOINGS, Shown, shown


@dataclass(frozen=True)
class Opened:
    """How far a door is open, and by which posts; none where they open it only together, or something else does."""

    how_far: Shown
    posts: tuple[PostWords, ...] = ()


@dataclass(frozen=True)
class Row:
    title: str
    opened: tuple[Opened, ...]


@dataclass(frozen=True)
class Group:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Answer:
    """`posts` are those of today; `groups` what they open, `closed` the titles of what stays shut."""

    posts: tuple[PostWords, ...]
    groups: tuple[Group, ...]
    closed: tuple[str, ...]


def answer(colleague: Colleague, names: Mapping[int, str]) -> Answer:
    """Asked of the policies at every door for staff. `names` of everybody, by user id. A constant number of queries,
    whatever the person holds."""
    actor, found = colleague.actor, usual()
    words = [in_words(post, names) for post in actor.posts]
    if found is None:
        return Answer(_once(words), (), ())
    singles = actor.by_each_post()
    spots = [spot_of(post) for post in actor.posts]
    person = User.objects.filter(pk=colleague.pk).first()
    with places(found[0], spots) as where:
        cases = [case for each in where.values() for group in each.cases for case in group]
        asking_now = [actor, *(each for single in singles for each in asking.variants(single))]
        with sight.looked_ahead(asking_now, cases):
            opened = _Asked(actor, singles, spots, where, words, person)
            return _answer(words, {door: opened.at(door) for door in _doors()})


class _Asked:
    """One person, post by post, at one door after the other."""

    def __init__(
        self, whole: Actor, singles: Sequence[Actor], spots: Sequence[Spot], where: Mapping[Spot, Places],
        words: Sequence[PostWords], person: User | None,
    ) -> None:  # fmt: skip
        self.whole, self.where, self.person = whole, where, person
        self.posts = list(zip(singles, spots, words, strict=True))
        self._held: dict[str, bool] = {}

    def at(self, door: Door) -> tuple[Opened, ...]:
        if door.permissions:
            return (Opened(shown(Cell(GROUP))),) if any(map(self._holds, door.permissions)) else ()
        if not door.action:
            return (Opened(shown(Cell(YES), open_to_all=True)),)
        cells = [(asking.cell(door, actor, self.where[spot]), post) for actor, spot, post in self.posts]
        found: dict[Cell, list[PostWords]] = {}
        for cell, post in cells:
            if cell.reach != NO:
                found.setdefault(cell, []).append(post)
        return tuple(Opened(shown(cell), _once(posts)) for cell, posts in found.items()) or self._together(
            door
        )

    def _together(self, door: Door) -> tuple[Opened, ...]:
        """What no post opens by itself: a role of one and a right of another, at the same desk."""
        several = len(self.posts) > 1
        if several and any(asking.asked(door, self.whole, each, asking.OWN) for each in self.where.values()):
            return (Opened(shown(Cell(DESK))),)
        return ()

    def _holds(self, permission: str) -> bool:
        """Of Wagtail's own, which go by groups."""
        if permission not in self._held:
            known = self.person is not None and permission != "nobody"
            self._held[permission] = known and holds(self.person, permission)
        return self._held[permission]


def _doors() -> Iterator[Door]:
    """Those that are not open to everybody, or to citizens only."""
    for door in doors.listed():
        if door.audience in {"staff", "machine"} and "nobody" not in door.permissions:
            yield door


def _answer(words: Sequence[PostWords], opened: Mapping[Door, tuple[Opened, ...]]) -> Answer:
    """Doors of one title are one row: they are different addresses of the same thing."""
    found: dict[str, dict[str, tuple[Opened, ...]]] = {key: {} for key in DOINGS}
    for door, ways in opened.items():
        rows = found[door.doing]
        rows[str(door.title)] = rows.get(str(door.title)) or ways
    groups = (
        Group(str(DOINGS[key]), tuple(Row(title, ways) for title, ways in rows.items() if ways))
        for key, rows in found.items()
    )
    closed = (title for rows in found.values() for title, ways in rows.items() if not ways)
    return Answer(_once(words), tuple(group for group in groups if group.rows), tuple(closed))


def _once(posts: Sequence[PostWords]) -> tuple[PostWords, ...]:
    """Posts that read alike are one for the reader, such as an administrator's and that of a superuser."""
    return tuple(dict.fromkeys(posts))
