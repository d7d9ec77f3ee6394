"""Which cases lie within somebody's reach, as a condition of the database; and the same for many people at once.

`access.reach` says what each part of a reach means. Whoever asks policies about many people looks ahead first: one
query then answers what `case.read` and `case.read_in_clear` would ask of the database for each of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from casetypes.access.actors import Actor
from casetypes.access.reach import Reach
from casetypes.cases.models import Case, CaseDesk

NOTHING = Q(pk__in=())
_seen: ContextVar[Mapping[tuple[Reach, int], bool] | None] = ContextVar("cases_seen_ahead", default=None)


def within(reach: Reach) -> Q:
    """What posts let somebody read as it is."""
    if reach.everything:
        return Q()
    found = NOTHING
    if reach.crews:
        found |= Q(crew__in=reach.crews, final_kind="")
    if lying := reach.desks | reach.referred:
        found |= Q(desk__in=lying)
    if reach.desks:
        sent_on = CaseDesk.objects.filter(case=OuterRef("pk"), desk__in=reach.desks)
        found |= Q(escalated_to__in=reach.desks) | Q(Exists(sent_on))
    if reach.departments:
        found |= Q(desk__department__in=reach.departments)
    return found


def lies_within(reach: Reach, case: Case) -> bool:
    """Whether this very case does. No query where somebody looked ahead."""
    seen = _seen.get()
    known = None if seen is None else seen.get((reach, case.pk))
    if known is not None:
        return known
    condition = within(reach)
    return condition != NOTHING and Case.objects.filter(condition, pk=case.pk).exists()


@contextmanager
def looked_ahead(actors: Iterable[Actor], cases: Iterable[Case]) -> Iterator[None]:
    """Within the block policies know of these people which of these cases they reach. One query, however many."""
    conditions = {actor.reach: within(actor.reach) for actor in actors}
    asked = {f"reach_{number}": reach for number, reach in enumerate(conditions)}
    columns = {
        name: ExpressionWrapper(conditions[reach], output_field=BooleanField())
        for name, reach in asked.items()
        if conditions[reach] not in (Q(), NOTHING)
    }
    seen: dict[tuple[Reach, int], bool] = {}
    for row in Case.objects.filter(pk__in=[case.pk for case in cases]).values("pk", **columns):
        for name, reach in asked.items():
            seen[reach, row["pk"]] = bool(row.get(name, reach.everything))
    token = _seen.set(seen)
    try:
        yield
    finally:
        _seen.reset(token)
