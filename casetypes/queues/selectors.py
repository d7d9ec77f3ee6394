"""What a desk's queue holds, and which columns its services ask for."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from casetypes.access.actors import Actor
from casetypes.cases.models import Case
from casetypes.cases.selectors import visible_to
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService

STANDARD = ("folio", "service", "state", "priority", "due", "zone")


@dataclass(frozen=True)
class QueueShape:
    """What the definitions of a desk's services ask its queue to show. `fields` are form fields by key, with the
    service whose label and display they take."""

    services: tuple[CompiledService, ...]
    columns: tuple[str, ...]
    fields: dict[str, CompiledService]


def queue(desk: str, actor: Actor) -> QuerySet[Case]:
    """Cases of the desk and those escalated to it, as far as the actor may read them."""
    held = _visible(desk, actor).filter(Q(desk=desk) | Q(escalated_to=desk, final_kind=""))
    return held.select_related("zone", "crew")


def referred_away(desk: str, actor: Actor) -> QuerySet[Case]:
    """Cases the desk sent to another one and keeps reading."""
    sent = visible_to(actor).filter(readers__desk=desk, readers__reason="referred").exclude(desk=desk)
    return sent.select_related("zone", "crew", "desk")


def _visible(desk: str, actor: Actor) -> QuerySet[Case]:
    """Who works at the desk reads all of it: no need to ask case by case."""
    whole = any(post.desk == desk and not post.crew for post in actor.posts) or actor.has_right("everything")
    return Case.objects.all() if whole else visible_to(actor)


def shape(desk: str) -> QueueShape:
    """Columns of every service that starts at this desk, each once; the standard ones when there is none."""
    services = tuple(each.compiled for each in definitions.live_services() if each.compiled.spec.desk == desk)
    asked = dict.fromkeys(column for service in services for column in service.spec.queue.columns)
    fields = {
        column.removeprefix("form."): service
        for service in services
        for column in service.spec.queue.columns
        if column.startswith("form.")
    }
    standard = dict.fromkeys([*STANDARD[:3], *asked] if asked else STANDARD)
    if len(services) == 1:
        standard.pop("service", None)
    return QueueShape(services, tuple(standard), fields)
