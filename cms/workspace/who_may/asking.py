"""Asks the policies what each role reaches: its own desk, its department, everything; and which right opens it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from casetypes.access.actors import Actor, Post, reporter
from casetypes.access.doors import Door
from casetypes.access.models import Role
from casetypes.access.policies import may
from casetypes.cases.models import Case
from casetypes.cases.specimens import specimens
from casetypes.definitions import selectors as definitions
from casetypes.evidence.models import Attachment
from casetypes.kernel.vocabulary import ROLES

STAFF = tuple(role for role in ROLES if role not in {"reporter", "system"})
COLUMNS = ("public", "reporter", *STAFF)
AT_A_DESK = frozenset({"agent", "control_desk", "supervisor", "provider"})
ALL, DEPARTMENT, DESK, YES, NO, ANONYMISED, REPORT, GROUP = (
    "all", "department", "desk", "yes", "no", "anonymised", "report", "group",
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """How far it reaches, and what opens it: keys of rights, or "" for the post itself."""

    reach: str
    rights: tuple[str, ...] = ()


@dataclass(frozen=True)
class Places:
    """Three of everything, nearest first: the own, another of the department, one of elsewhere."""

    desks: tuple[str, str, str]
    departments: tuple[str, str, str]
    crew: str
    cases: tuple[Case, Case, Case]


@contextmanager
def places() -> Iterator[Places | None]:
    """None in a city that has no desk with a crew and a neighbour yet."""
    desks, crews = definitions.desks_spec().desks, definitions.desks_spec().crews
    for service in definitions.live_services():
        own = service.compiled.spec.desk
        crew = next((key for key, spec in crews.items() if spec.desk == own), "")
        near = [key for key, spec in desks.items() if key != own and spec.department == desks[own].department]
        far = [key for key, spec in desks.items() if spec.department != desks[own].department]
        if crew and near and far and not service.compiled.spec.confidential:
            chosen = (own, near[0], far[0])
            with specimens(service, chosen, crew=crew) as cases:
                departments = tuple(desks[key].department for key in chosen)
                yield Places(chosen, departments, crew, tuple(cases))  # type: ignore[arg-type]
            return
    yield None


def actor_for(role: str, where: Places, rights: frozenset[str]) -> Actor:
    """Somebody with this one post: at the own desk, in its crew, in its department, or everywhere."""
    post = Post(role=role, rights=rights)
    own, home = where.desks[0], where.departments[0]
    if role in AT_A_DESK:
        post = replace(post, desk=own, home=home)
    elif role == "crew":
        post = replace(post, desk=own, home=home, crew=where.crew)
    elif role == "steward":
        post = replace(post, department=home)
    return Actor(kind="staff", user_id=0, posts=(post,))


def rights_of_roles() -> dict[str, frozenset[str]]:
    """As desks.yaml gives them. One query."""
    return {role.key: frozenset(role.rights) for role in Role.objects.all()}


def cell(door: Door, column: str, where: Places, rights: dict[str, frozenset[str]]) -> Cell:
    """What this role may at this door."""
    if column in {"public", "reporter"}:
        return Cell(_outside(door, column, where))
    if door.audience == "citizen":
        return Cell(NO)
    if door.permissions:
        return Cell(NO if "nobody" in door.permissions else GROUP)
    held = rights.get(column, frozenset())
    reach = _reach(door, actor_for(column, where, held), where)
    return Cell(reach, _opened_by(door, column, where, held, reach))


def _outside(door: Door, column: str, where: Places) -> str:
    if door.audience == "public" and "nobody" not in door.permissions:
        return ANONYMISED if door.anonymised and column == "public" else YES
    if column == "public" or door.audience != "citizen":
        return NO
    asks = not door.action or may(reporter(folio=where.cases[0].folio), door.action, where.cases[0])
    return REPORT if asks else NO


def _opened_by(door: Door, role: str, where: Places, held: frozenset[str], reach: str) -> tuple[str, ...]:
    """The rights of which one alone reaches as far; none when the post itself does."""
    if reach == NO or _reach(door, actor_for(role, where, frozenset()), where) == reach:
        return ()
    alone = (
        right for right in sorted(held)
        if _reach(door, actor_for(role, where, frozenset({right})), where) == reach
    )  # fmt: skip
    return tuple(alone)


def _reach(door: Door, actor: Actor, where: Places) -> str:
    if not door.action:
        return YES
    near, middle, far = (ask(actor) for ask in _questions(door, where))
    if door.action == "case.read" and far and not may(actor, "case.read_in_clear", where.cases[2]):
        return ANONYMISED
    if not _has_places(door):
        return YES if far else NO
    return ALL if far else DEPARTMENT if middle else DESK if near else NO


def _has_places(door: Door) -> bool:
    return door.subject in {"case", "file", "desk", "message"} or door.action == "definition.write"


def _questions(door: Door, where: Places) -> tuple[Callable[[Actor], bool], ...]:
    """The policy asked about the nearest, one of the department, and one of elsewhere."""
    return tuple(_question(door, where, number) for number in range(3))


def _question(door: Door, where: Places, number: int) -> Callable[[Actor], bool]:
    case = where.cases[number]
    if door.action == "case.move":
        steps = definitions.compiled(case.version_id).spec.transitions
        return lambda actor: any(may(actor, "case.move", (case, key)) for key in steps)
    if door.action == "definition.try":
        department = where.departments[number]
        return lambda actor: bool(
            may(actor, "definition.write", department) or may(actor, "definition.review", ())
        )
    subject = _subject(door, where, number)
    return lambda actor: bool(may(actor, door.action, subject))


def _subject(door: Door, where: Places, number: int) -> Any:
    if door.action == "definition.write":
        return where.departments[number]
    kinds: dict[str, Any] = {
        "case": where.cases[number], "message": where.cases[number], "desk": where.desks[number],
        "file": Attachment(case=where.cases[number]),
    }  # fmt: skip
    return kinds.get(door.subject)
