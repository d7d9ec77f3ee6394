"""What a desk's queue holds and which columns its services ask for; how much waits in it is told by `loads`."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from django.db.models import Q, QuerySet

from casetypes.access.actors import Actor
from casetypes.cases.confidentiality import known_to
from casetypes.cases.models import Case
from casetypes.cases.selectors import visible_to
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.kept import until_published
from casetypes.definitions.schema.service import Transition
from casetypes.queues.models import SavedView

STANDARD = ("folio", "service", "state", "priority", "due", "zone")


@dataclass(frozen=True)
class Held:
    """The queue of a desk in two parts that share no case: each has indexes in order, their OR has none."""

    own: QuerySet[Case]
    escalated: QuerySet[Case]


def held(desk: str, actor: Actor) -> Held:
    """Cases of the desk and open ones escalated to it, as far as the actor may read them."""
    visible = _visible(desk, actor)
    return Held(
        visible.filter(desk=desk), visible.filter(escalated_to=desk, final_kind="").exclude(desk=desk)
    )


def queue(desk: str, actor: Actor) -> QuerySet[Case]:
    """The same cases as one queryset, to narrow further."""
    both = _visible(desk, actor).filter(Q(desk=desk) | Q(escalated_to=desk, final_kind=""))
    return both.select_related("zone", "crew").defer("zone__geometry")


def referred_away(desk: str, actor: Actor) -> QuerySet[Case]:
    """Cases the desk sent to another one and keeps reading."""
    return visible_to(actor).filter(readers__desk=desk, readers__reason="referred").exclude(desk=desk)


def _visible(desk: str, actor: Actor) -> QuerySet[Case]:
    """Who works at the desk reads all of it, save confidential cases: no need to ask case by case."""
    return known_to(actor) if actor.reach.reads_whole(desk) else visible_to(actor)


def saved_views(desk: str, actor: Actor) -> list[SavedView]:
    """The views this person saved of this queue, by name. One query."""
    return list(SavedView.objects.filter(user_id=actor.person_id, desk=desk).order_by("name"))


@dataclass(frozen=True)
class QueueShape:
    """What the definitions of a desk's services ask its queue to show. Services come oldest first; `fields` are form
    fields by key, each with every service of the desk that asks for it; `readers` are the roles that `access` names
    in any of them."""

    services: tuple[CompiledService, ...]
    columns: tuple[str, ...]
    fields: dict[str, tuple[CompiledService, ...]]
    readers: frozenset[str]


@until_published
def shape(desk: str) -> QueueShape:
    """Columns of every service this desk works on, each once; the standard ones when there is none."""
    live = (each.compiled for each in definitions.by_age())
    services = tuple(compiled for compiled in live if works_on(compiled, desk))
    asked = dict.fromkeys(column for service in services for column in service.spec.queue.columns)
    keys = [column.removeprefix("form.") for column in asked if column.startswith("form.")]
    fields = {key: tuple(service for service in services if key in service.fields) for key in keys}
    standard = dict.fromkeys([*STANDARD[:3], *asked] if asked else STANDARD)
    if len(services) == 1:
        standard.pop("service", None)
    rules = [rule for service in services for rule in service.spec.access.values()]
    readers = frozenset(role for rule in rules for role in chain(rule.read, *rule.states.values()))
    return QueueShape(services, tuple(standard), fields, readers)


def works_on(service: CompiledService, desk: str) -> bool:
    """Whether its cases start at the desk, or somebody of that desk moves them later."""
    return service.spec.desk == desk or desk in _named_desks(service.spec.transitions.values())


def _named_desks(transitions: Iterable[Transition]) -> set[str]:
    return {role.partition("@")[2] for transition in transitions for role in transition.by}
