"""What is counted in the database when somebody asks: how much waits, for how long, who is behind.

Seven small queries, kept for fifteen seconds for all processes. Confidential services are not counted: how many such
cases a desk has is nobody's business.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.models import Count, Min, Q
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from casetypes.audit.models import AuditLeaf, Checkpoint
from casetypes.cases.confidentiality import without_confidential
from casetypes.cases.models import Case, OutboxEntry
from casetypes.channels import texts_sent
from casetypes.kernel import clock
from casetypes.sla.models import SlaClock
from config.telemetry import parts

KEPT_SECONDS = 15


@dataclass(frozen=True)
class State:
    """Counts; ages and lags in seconds, 0 when nothing waits."""

    outbox_pending: int = 0
    outbox_parked: int = 0
    outbox_oldest: float = 0
    sweep_lag: float = 0
    leaves_waiting: int = 0
    checkpoint_age: float = 0
    desks: list[tuple[str, int, int]] = field(default_factory=list)  # key, open, overdue
    connections: list[tuple[str, int]] = field(default_factory=list)  # state, how many
    texts: list[tuple[str, int]] = field(default_factory=list)  # period, billed parts in it


GAUGES = {
    "outbox_pending": "Effects with an outside that wait to be carried out.",
    "outbox_parked": "Effects that failed eight times and wait for a person.",
    "outbox_oldest": "Seconds the oldest effect is overdue.",
    "sweep_lag": "Seconds the oldest mark of a clock is overdue.",
    "leaves_waiting": "Entries of the audit log without a position in the tree.",
    "checkpoint_age": "Seconds since the audit log was last signed.",
}
UNITS = {"outbox_oldest": "_seconds", "sweep_lag": "_seconds", "checkpoint_age": "_seconds"}


def current() -> State:
    """From the cache when it is fresh enough. Raises DatabaseError."""
    kept = cache.get("telemetry:state")
    if kept is None:
        kept = asdict(_counted())
        cache.set("telemetry:state", kept, KEPT_SECONDS)
    return State(**kept)


def _counted() -> State:
    now = clock.now()
    waiting = OutboxEntry.objects.filter(state=OutboxEntry.PENDING).aggregate(
        n=Count("id"), at=Min("next_at")
    )
    marks = SlaClock.objects.filter(state=SlaClock.RUNNING, next_mark_at__lt=now).aggregate(
        at=Min("next_mark_at")
    )
    signed = Checkpoint.objects.order_by("-tree_size").values_list("signed_at", flat=True).first()
    return State(
        outbox_pending=waiting["n"],
        outbox_parked=OutboxEntry.objects.filter(state=OutboxEntry.PARKED).count(),
        outbox_oldest=_since(waiting["at"], now),
        sweep_lag=_since(marks["at"], now),
        leaves_waiting=AuditLeaf.objects.filter(position=None).count(),
        checkpoint_age=_since(signed, now),
        desks=_desks(now),
        connections=_connections(),
        texts=list(texts_sent.spent().items()),
    )


def _since(moment: datetime | None, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0


def _desks(now: datetime) -> list[tuple[str, int, int]]:
    cases = without_confidential(Case.objects.filter(final_kind=""))
    counts = {"opened": Count("id"), "late": Count("id", filter=Q(due_at__lt=now))}
    return list(cases.order_by("desk__key").values_list("desk__key").annotate(**counts))


def _connections() -> list[tuple[str, int]]:
    """What all machines hold on this database, by state; behind PgBouncer, what that one holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' GROUP BY 1 ORDER BY 1"
        )
        return [(str(state), int(count)) for state, count in cursor.fetchall()]


class StateCollector(Collector):
    """For a registry of Prometheus; a database that does not answer leaves `agora_up` alone to say so."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield _labelled("up", "Whether a part answers.", "part", self._parts())
        try:
            state = current()
        except DatabaseError:
            return
        for name, told in GAUGES.items():
            yield GaugeMetricFamily(f"agora_{name}{UNITS.get(name, '')}", told, value=getattr(state, name))
        opened = [(desk, count) for desk, count, _late in state.desks]
        late = [(desk, count) for desk, _count, count in state.desks]
        yield _labelled("open_cases", "Cases that are not closed.", "desk", opened)
        yield _labelled("overdue_cases", "Open cases past their expected date.", "desk", late)
        yield _labelled("sms_parts", "Parts of text messages billed so far.", "period", state.texts)
        yield _labelled("sms_parts_cap", "How many may be billed at most.", "period", _caps())
        yield _labelled("database_connections", "Sessions on this database.", "state", state.connections)

    def _parts(self) -> list[tuple[str, int]]:
        asked = {"database": parts.database, "broker": parts.broker, "cache": parts.cache}
        return [(name, int(parts.answer(ask) == "ok")) for name, ask in asked.items()]


def _caps() -> list[tuple[str, int]]:
    return [("day", settings.SMS_PER_DAY), ("month", settings.SMS_PER_MONTH)]


def _labelled(name: str, told: str, label: str, values: list[tuple[str, int]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"agora_{name}", told, labels=[label])
    for value, count in values:
        family.add_metric([value], count)
    return family
