"""Past cases from the database, batch by batch: five queries per batch whatever its size, memory that does not grow.

Nothing here can write: `read_only` is a transaction in which PostgreSQL refuses it.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from casetypes.cases.models import PersonalAnswers
from casetypes.citizens import services as citizens
from casetypes.kernel.errors import DomainError
from casetypes.proving.replay.past import Happened, PastCase, Proof, StoredClock

BATCH = 2000
NOTHING: dict[str, Any] = {}

_CASES = """
SELECT c.id, c.folio, c.version_id, c.channel, c.priority, c.desk_id, z.key, c.opened_at, c.closed_at, c.answers
FROM cases_case c LEFT JOIN places_zone z ON z.id = c.zone_id
WHERE c.case_type_id = %s AND c.opened_at >= %s AND c.opened_at < %s AND (c.opened_at, c.id) > (%s, %s)
ORDER BY c.opened_at, c.id LIMIT %s
"""
_EVENTS = """
SELECT case_id, at, kind, name, from_state, to_state, actor_role, user_id, desk, data->'input',
       COALESCE(data->'referred'->>'to', ''), data->>'complete' = 'true'
FROM cases_caseevent
WHERE case_id = ANY(%s) AND (kind IN ('opened', 'imported', 'transition', 'checklist') OR from_state <> to_state)
ORDER BY case_id, at, id
"""
_CLOCKS = """
SELECT case_id, key, run, state, started_at, due_at, stopped_at FROM sla_slaclock
WHERE case_id = ANY(%s) ORDER BY case_id, key, run
"""
_PROOFS = """
SELECT case_id, kind, round, created_at FROM evidence_attachment WHERE case_id = ANY(%s) AND kind <> ''
"""


@dataclass(frozen=True)
class Scope:
    """Which cases: of one service, opened from `since` up to (and without) `until`."""

    service: str
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Needs:
    """What the rules of both versions look at beyond answers and moves; the rest is not read."""

    personal: bool = False
    evidence: bool = False


@contextmanager
def read_only() -> Iterator[None]:
    """A transaction in which PostgreSQL refuses every write; inside another one, up to the end of the block."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        yield


def count(scope: Scope) -> int:
    return int(_rows(
        "SELECT count(*) FROM cases_case WHERE case_type_id = %s AND opened_at >= %s AND opened_at < %s",
        [scope.service, scope.since, scope.until],
    )[0][0])  # fmt: skip


def versions(scope: Scope) -> list[int]:
    """Ids of the versions that these cases are pinned to."""
    rows = _rows(
        "SELECT DISTINCT version_id FROM cases_case WHERE case_type_id = %s AND opened_at >= %s AND opened_at < %s",
        [scope.service, scope.since, scope.until],
    )
    return sorted(row[0] for row in rows)


def cut(scope: Scope, total: int, parts: int) -> list[Scope]:
    """The scope in stretches of time that hold about as many cases each."""
    places = [total * number // parts for number in range(1, parts)]
    rows = _rows(
        """SELECT opened_at FROM (
             SELECT opened_at, row_number() OVER (ORDER BY opened_at) AS place FROM cases_case
             WHERE case_type_id = %s AND opened_at >= %s AND opened_at < %s) AS ordered
           WHERE place = ANY(%s) ORDER BY opened_at""",
        [scope.service, scope.since, scope.until, places],
    )
    edges = [scope.since, *sorted({row[0] for row in rows}), scope.until]
    return [
        Scope(scope.service, since, until)
        for since, until in zip(edges, edges[1:], strict=False)
        if since < until
    ]


def batches(scope: Scope, needs: Needs, size: int = BATCH) -> Iterator[list[PastCase]]:
    """Every case in the order in which they were opened, each batch in a read-only transaction of its own."""
    last: tuple[datetime, int] = (scope.since, 0)
    while True:
        with read_only():
            batch = _read(scope, needs, last, size)
        if batch:
            yield batch
        if len(batch) < size:
            return
        last = (batch[-1].opened_at, batch[-1].pk)


def _read(scope: Scope, needs: Needs, last: tuple[datetime, int], size: int) -> list[PastCase]:
    rows = _rows(_CASES, [scope.service, scope.since, scope.until, *last, size])
    ids = [row[0] for row in rows]
    if not ids:
        return []
    events = _events(ids)
    clocks = _by_case(_rows(_CLOCKS, [ids]), StoredClock)
    proofs = _by_case(_rows(_PROOFS, [ids]), Proof) if needs.evidence else {}
    personal = _opened(ids) if needs.personal else {}
    cases = [_case(row, events, clocks, proofs) for row in rows]
    for case in cases:
        case.personal = personal.get(case.pk, NOTHING)
    return cases


def _case(
    row: tuple[Any, ...],
    events: dict[int, list[Happened]],
    clocks: dict[int, list[StoredClock]],
    proofs: dict[int, list[Proof]],
) -> PastCase:
    pk, folio, version, channel, priority, desk, zone, opened_at, closed_at, answers = row
    return PastCase(
        pk, folio, version, channel, priority, desk, zone, opened_at, closed_at, json.loads(answers),
        events.get(pk, ()), clocks.get(pk, ()), proofs.get(pk, ()),
    )  # fmt: skip


def _events(ids: list[int]) -> dict[int, list[Happened]]:
    found: dict[int, list[Happened]] = defaultdict(list)
    for row in _rows(_EVENTS, [ids]):
        case, at, kind, name, before, after, role, user, desk, given, referred, complete = row
        told = json.loads(given) if given else NOTHING
        found[case].append(
            Happened(at, kind, name, before, after, role, user, desk, told, referred, bool(complete))
        )
    return found


def _by_case(rows: list[tuple[Any, ...]], shape: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(shape(*row[1:]))
    return found


def _opened(ids: list[int]) -> dict[int, dict[str, Any]]:
    """Personal answers, for the rules that read them: they live as long as the batch and are never shown. Those of a
    person whose key is gone stay closed."""
    sealed = PersonalAnswers.objects.filter(case__in=ids, case__citizen__isnull=False)
    found = {}
    for row in sealed.select_related("case__citizen").only("sealed", "case__folio", "case__citizen"):
        assert row.case.citizen is not None  # the filter above
        try:
            found[row.case_id] = citizens.open_answers(
                row.case.citizen, bytes(row.sealed), f"case:{row.case.folio}"
            )
        except DomainError:
            continue
    return found


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
