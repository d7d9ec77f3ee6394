"""Who may read one case and take its steps now, and by which post: asked of the policies of the doors themselves.

Whoever may not know of a case learns nothing here either: for them there is no such case. What a step requires of
the case (checklists, evidence, deadlines) is asked when it is taken; here it is about people.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casetypes.access import policies
from casetypes.access.actors import Actor, Post
from casetypes.access.colleagues import Colleague, everybody
from casetypes.access.models import User
from casetypes.cases import confidentiality, sight
from casetypes.cases.guards import another_person
from casetypes.cases.machine import available
from casetypes.cases.models import Case
from casetypes.cases.roles import post_as
from casetypes.cases.selectors import visible_to
from casetypes.definitions import selectors as definitions
from casetypes.definitions.schema.base import Texts
from casetypes.definitions.schema.service import Transition
from casetypes.kernel.errors import NotFound


@dataclass(frozen=True)
class Reader:
    """A person who may read the case by this post, as it is or only anonymised; once for each post that allows it."""

    user: User
    post: Post
    in_clear: bool


@dataclass(frozen=True)
class Taker:
    """A person who holds a role of the step's `by`. `held_back`: they, or the absent person in whose post they would
    act, took the step before, and the step asks for somebody else."""

    user: User
    post: Post
    held_back: bool


@dataclass(frozen=True)
class Step:
    """A step out of the state in which the case is now."""

    key: str
    title: Texts
    by_reporter: bool
    takers: tuple[Taker, ...]


@dataclass(frozen=True)
class WhoMay:
    """`people` has the names of everybody who is named, also of those somebody stands in for."""

    readers: tuple[Reader, ...]
    steps: tuple[Step, ...]
    people: dict[int, str]


def askable(actor: Actor) -> QuerySet[Case]:
    """Cases of which the actor may learn here that they exist: those they read; of who manages people, every case
    but the confidential ones that they do not read."""
    return confidentiality.known_to(actor) if policies.may(actor, "people.manage") else visible_to(actor)


def case_asked(actor: Actor, folio: str) -> Case:
    """Raises NotFound in the same words whether there is no such case or the actor may not know of it, NotAllowed
    for one of another department. That a confidential case was asked about is recorded like its reading."""
    case = askable(actor).select_related("desk__department", "crew").filter(folio=folio).first()
    if case is None:
        raise NotFound(_("There is no case with that folio."))
    policies.require(actor, "who_may.case", case)
    confidentiality.record_reading(actor, case)
    return case


def who_may(case: Case) -> WhoMay:
    """Of everybody who works here today. Four queries, however many people, posts and steps."""
    people = everybody()
    asking = [each.actor for each in people]
    with sight.looked_ahead([*asking, *(one for actor in asking for one in actor.by_each_post())], [case]):
        reading = [each for each in people if policies.may(each.actor, "case.read", case)]
        readers = tuple(found for each in reading for found in _reads(each, case))
        steps = tuple(_steps(case, reading))
    return WhoMay(readers, steps, {each.pk: str(each.user) for each in people})


def _reads(colleague: Colleague, case: Case) -> Iterator[Reader]:
    """Once per post that alone lets the person read it."""
    for actor in colleague.actor.by_each_post():
        if policies.may(actor, "case.read", case):
            in_clear = bool(policies.may(actor, "case.read_in_clear", case))
            yield Reader(colleague.user, actor.posts[0], in_clear)


def _steps(case: Case, reading: Iterable[Colleague]) -> Iterator[Step]:
    specs = definitions.compiled(case.version_id).spec.transitions
    keys = [edge.name for edge in available(case) if specs[edge.name].by != ["system"]]
    before = another_person.behind_last(case, [specs[key].not_by or "" for key in keys])
    for key in keys:
        behind = before[specs[key].not_by or ""]
        takers = tuple(_takers(case, key, specs[key], reading, behind))
        yield Step(key, specs[key].title or {}, "reporter" in specs[key].by, takers)


def _takers(
    case: Case, key: str, spec: Transition, reading: Iterable[Colleague], behind: frozenset[int]
) -> Iterator[Taker]:
    for each in reading:
        post = post_as(each.actor, case, *spec.by)
        if post is not None and policies.may(each.actor, "case.move", (case, key)):
            held_back = bool(another_person.refusal(each.pk, post.standing_in_for, behind))
            yield Taker(each.user, post, held_back)
