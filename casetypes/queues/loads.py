"""How much waits at a desk: its open cases, and how many of them are late, due today, critical or escalated."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from casetypes.access.actors import Actor
from casetypes.cases.confidentiality import known_to
from casetypes.cases.models import PRIORITY_RANK, Case
from casetypes.cases.selectors import visible_to
from casetypes.kernel import clock
from casetypes.queues.selectors import Held, held

COUNTED = 5_000
LATE, TODAY, CRITICAL, ESCALATED = "late", "today", "critical", "escalated"
HELD_BY = ("desk_id", "escalated_to_id")
COLUMNS = ("due_at", "priority", "escalated_to_id")
# `loads` says the same with the conditions of `_kinds`.
COUNTS = """
    SELECT count(*), count(*) FILTER (WHERE due_at < %s), count(*) FILTER (WHERE due_at >= %s AND due_at < %s),
           count(*) FILTER (WHERE priority = %s), count(*) FILTER (WHERE escalated_to IS NOT NULL)
"""


@dataclass(frozen=True)
class Load:
    """How many open cases wait, and how many of them are late, due today, critical or escalated."""

    open: int = 0
    late: int = 0
    today: int = 0
    critical: int = 0
    escalated: int = 0


def load(desk: str, actor: Actor) -> Load:
    """What waits at one desk: see `load_of`."""
    return load_of(held(desk, actor))


def load_of(held: Held) -> Load:
    """What waits in the queue of a desk: its own cases and those escalated to it, each counted up to `COUNTED`, the
    most urgent first. One query, however long the queue is; the desk's own are answered by an index alone."""
    own = held.own.filter(final_kind="").order_by("due_at", "pk").values_list(*COLUMNS)[:COUNTED]
    others = held.escalated.order_by().values_list(*COLUMNS)[:COUNTED]
    try:
        sql, parameters = own.union(others, all=True).query.sql_with_params()
    except EmptyResultSet:
        return Load()
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            f"{COUNTS} FROM ({sql}) AS held (due_at, priority, escalated_to)",
            [now, now, _midnight(now), PRIORITY_RANK["critical"], *parameters],
        )
        return Load(*cursor.fetchone())


def loads(desks: Collection[str], actor: Actor) -> dict[str, Load]:
    """What waits at each of several desks: one query. A case escalated to another desk counts at both."""
    held = Q(desk__in=desks) | Q(escalated_to__in=desks)
    whole = all(actor.reach.reads_whole(desk) for desk in desks)
    cases = (known_to(actor) if whole else visible_to(actor)).filter(held, final_kind="")
    rows = cases.values(*HELD_BY).annotate(open=Count("pk"), **_counts()).order_by()
    found = dict.fromkeys(desks, Load())
    for row in rows:
        counts = {name: count for name, count in row.items() if name not in HELD_BY}
        for desk in {row["desk_id"], row["escalated_to_id"]} & set(desks):
            found[desk] = _sum(found[desk], counts)
    return found


def narrowed(cases: QuerySet[Case], kind: str) -> QuerySet[Case]:
    """Open cases of one kind: late, due today, critical, escalated."""
    return cases.filter(_kinds()[kind], final_kind="")


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
