"""Asks the policies how far a post reaches at a door: its own desk, its department, everything; and by which right."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from casetypes.access.actors import Actor
from casetypes.access.doors import Door
from casetypes.access.policies import may
from casetypes.cases.models import Case
from casetypes.definitions import selectors as definitions
from casetypes.evidence.models import Attachment
from cms.workspace.who_may.places import Places

ALL, DEPARTMENT, DESK, YES, NO, ANONYMISED, REPORT, GROUP = (
    "all", "department", "desk", "yes", "no", "anonymised", "report", "group",
)  # fmt: skip
OWN, NEAR, FAR = 0, 1, 2
OF_CASES = frozenset({"case", "file", "message"})


@dataclass(frozen=True)
class Cell:
    """How far it reaches, and what opens it: the post itself, or keys of rights, of which each is enough alone or,
    `together`, all are needed."""

    reach: str
    rights: tuple[str, ...] = ()
    together: bool = False
    by_post: bool = False


def cell(door: Door, actor: Actor, where: Places) -> Cell:
    """What somebody with one post may at a door whose action the policies decide."""
    reach = reach_of(door, actor, where)
    if reach == NO:
        return Cell(reach)

    def reaches(rights: frozenset[str]) -> bool:
        return reach_of(door, _with(actor, rights), where) == reach

    held = actor.posts[0].rights
    if reaches(frozenset()):
        return Cell(reach, by_post=True)
    alone = tuple(right for right in sorted(held) if reaches(frozenset({right})))
    needed = () if alone else tuple(right for right in sorted(held) if not reaches(held - {right}))
    return Cell(reach, alone or needed, together=bool(needed))


def variants(actor: Actor) -> Iterator[Actor]:
    """The same post with all of its rights, none, each of them alone, and all but each: what `cell` asks about."""
    held = actor.posts[0].rights
    yield actor
    yield _with(actor, frozenset())
    for right in held:
        yield _with(actor, frozenset({right}))
        yield _with(actor, held - {right})


def reach_of(door: Door, actor: Actor, where: Places) -> str:
    """The widest that the policies allow."""
    if not door.action:
        return YES
    if not _has_places(door):
        return YES if asked(door, actor, where, OWN) else NO
    for number, reach in ((FAR, ALL), (NEAR, DEPARTMENT), (OWN, DESK)):
        if asked(door, actor, where, number):
            return ANONYMISED if _only_anonymised(door, actor, where, number) else _at(where, reach)
    return NO


def asked(door: Door, actor: Actor, where: Places, number: int) -> bool:
    """Whether the policies let the actor do it at the own place, near it or far from it."""
    if door.subject in OF_CASES:
        return any(_with_a_case(door, actor, case) for case in where.cases[number])
    if door.action == "definition.try":
        department = where.departments[number]
        return bool(may(actor, "definition.write", department) or may(actor, "definition.review", ()))
    return bool(may(actor, door.action, _subject(door, where, number)))


def _with(actor: Actor, rights: frozenset[str]) -> Actor:
    return replace(actor, posts=(replace(actor.posts[0], rights=rights),))


def _has_places(door: Door) -> bool:
    return door.subject in OF_CASES | {"desk"} or door.action == "definition.write"


def _at(where: Places, reach: str) -> str:
    """A post of a whole department, or of no place, is not told by the desk it was asked about."""
    if where.spot.desk:
        return reach
    widest = DEPARTMENT if where.spot.department else ALL
    return widest if reach == DESK else reach


def _only_anonymised(door: Door, actor: Actor, where: Places, number: int) -> bool:
    if door.subject == "desk":
        return door.anonymised and not may(actor, "queue.read_in_clear", where.desks[number])
    if door.action != "case.read":
        return False
    return not any(may(actor, "case.read_in_clear", case) for case in where.cases[number])


def _with_a_case(door: Door, actor: Actor, case: Case) -> bool:
    """A case that one may not read does not exist: the door is not reached. Asking about one is no reading."""
    if door.action == "who_may.case":
        return bool(may(actor, door.action, case))
    if not may(actor, "case.read", case):
        return False
    if door.action == "case.move":
        return any(may(actor, "case.move", step) for step in _steps(case))
    return bool(may(actor, door.action, Attachment(case=case) if door.subject == "file" else case))


def _steps(case: Case) -> Iterator[tuple[Case, str]]:
    """Every step of every service, as if the case were of it; steps that the same people take count once."""
    known: set[tuple[str, ...]] = set()
    for service in definitions.live_services():
        like = Case(
            folio=case.folio, case_type_id=service.key, version_id=service.version_id, desk=case.desk,
            crew_id=case.crew_id,
        )  # fmt: skip
        for key, step in service.compiled.spec.transitions.items():
            if not service.compiled.spec.confidential and tuple(step.by) not in known:
                known.add(tuple(step.by))
                yield like, key


def _subject(door: Door, where: Places, number: int) -> Any:
    if door.action == "definition.write":
        return where.departments[number]
    return where.desks[number] if door.subject == "desk" else None
