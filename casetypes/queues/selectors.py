"""What a desk's queue holds, which columns its services ask for, and how much waits in it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from casetypes.access.actors import Actor
from casetypes.cases.confidentiality import known_to
from casetypes.cases.models import PRIORITY_RANK, Case
from casetypes.cases.selectors import visible_to
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.service import Transition
from casetypes.kernel import clock
from casetypes.queues.models import SavedView

STANDARD = ("folio", "service", "state", "priority", "due", "zone")
COUNTED = 5_000


@dataclass(frozen=True)
class QueueShape:
    """What the definitions of a desk's services ask its queue to show. Services come oldest first; `fields` are form
    fields by key, each with every service of the desk that asks for it."""

    services: tuple[CompiledService, ...]
    columns: tuple[str, ...]
    fields: dict[str, tuple[CompiledService, ...]]


@dataclass(frozen=True)
class Load:
    """How many open cases wait, and how many of them are late, due today, critical or escalated."""

    open: int = 0
    late: int = 0
    today: int = 0
    critical: int = 0
    escalated: int = 0


LATE, TODAY, CRITICAL, ESCALATED = "late", "today", "critical", "escalated"

HELD_BY = ("desk_id", "escalated_to_id")


def queue(desk: str, actor: Actor) -> QuerySet[Case]:
    """Cases of the desk and those escalated to it, as far as the actor may read them."""
    held = _visible(desk, actor).filter(Q(desk=desk) | Q(escalated_to=desk, final_kind=""))
    return held.select_related("zone", "crew").defer("zone__geometry")


def referred_away(desk: str, actor: Actor) -> QuerySet[Case]:
    """Cases the desk sent to another one and keeps reading."""
    sent = visible_to(actor).filter(readers__desk=desk, readers__reason="referred").exclude(desk=desk)
    return sent.select_related("zone", "crew", "desk").defer("zone__geometry")


def narrowed(cases: QuerySet[Case], kind: str) -> QuerySet[Case]:
    """Open cases of one kind: late, due today, critical, escalated."""
    return cases.filter(_kinds()[kind], final_kind="")


def load(desk: str, actor: Actor) -> Load:
    """What waits at one desk: see `load_of`."""
    return load_of(desk, queue(desk, actor))


def load_of(desk: str, held: QuerySet[Case]) -> Load:
    """What waits in the queue of a desk: its own cases and those escalated to it, each counted up to `COUNTED`, the
    most urgent first. Two queries, however long the queue is; the first is answered by an index alone."""
    cases = held.filter(final_kind="").select_related(None).defer(None)
    own = _counted(cases.filter(desk=desk).order_by("due_at", "pk"))
    others = _counted(cases.filter(escalated_to=desk).exclude(desk=desk).order_by())
    return _sum(own, {name: getattr(others, name) for name in ("open", *_kinds())})


def _counted(cases: QuerySet[Case]) -> Load:
    first = cases.values("pk", "due_at", "priority", "escalated_to_id")[:COUNTED]
    return Load(**first.aggregate(open=Count("pk"), **_counts()))


def loads(desks: Collection[str], actor: Actor) -> dict[str, Load]:
    """What waits at each of several desks: one query. A case escalated to another desk counts at both."""
    held = Q(desk__in=desks) | Q(escalated_to__in=desks)
    whole = set(desks) <= actor.desks() or actor.has_right("everything")
    cases = (known_to(actor) if whole else visible_to(actor)).filter(held, final_kind="")
    rows = cases.values(*HELD_BY).annotate(open=Count("pk"), **_counts()).order_by()
    found = dict.fromkeys(desks, Load())
    for row in rows:
        counts = {name: count for name, count in row.items() if name not in HELD_BY}
        for desk in {row["desk_id"], row["escalated_to_id"]} & set(desks):
            found[desk] = _sum(found[desk], counts)
    return found


def _sum(load: Load, row: Mapping[str, Any]) -> Load:
    return replace(load, **{name: getattr(load, name) + count for name, count in row.items()})


def _counts() -> dict[str, Count]:
    return {name: Count("pk", filter=kind) for name, kind in _kinds().items()}


def _kinds() -> dict[str, Q]:
    now = clock.now()
    return {
        LATE: Q(due_at__lt=now),
        TODAY: Q(due_at__gte=now, due_at__lt=_midnight(now)),
        CRITICAL: Q(priority=PRIORITY_RANK["critical"]),
        ESCALATED: Q(escalated_to__isnull=False),
    }


def _midnight(now: datetime) -> datetime:
    """The end of today where the city is."""
    local = timezone.localtime(now) + timedelta(days=1)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def saved_views(desk: str, actor: Actor) -> list[SavedView]:
    """The views this person saved of this queue, by name. One query."""
    return list(SavedView.objects.filter(user_id=actor.person_id, desk=desk).order_by("name"))


def _visible(desk: str, actor: Actor) -> QuerySet[Case]:
    """Who works at the desk reads all of it, save confidential cases: no need to ask case by case."""
    whole = any(post.desk == desk and not post.crew for post in actor.posts) or actor.has_right("everything")
    return known_to(actor) if whole else visible_to(actor)


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
    return QueueShape(services, tuple(standard), fields)


def works_on(service: CompiledService, desk: str) -> bool:
    """Whether its cases start at the desk, or somebody of that desk moves them later."""
    return service.spec.desk == desk or desk in _named_desks(service.spec.transitions.values())


def _named_desks(transitions: Iterable[Transition]) -> set[str]:
    return {role.partition("@")[2] for transition in transitions for role in transition.by}
