"""Keeping the facts in step with the cases.

A trigger notes the id of every case that is written (`reports_touched`); here those are worked out again, with the
cases whose deadline passed since. What all facts rest on (calendars, kinds of clocks, the time zone) has a
fingerprint: when it changes, every case counts as touched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from casetypes.access.models import Desk
from casetypes.definitions import selectors
from casetypes.definitions.models import ConfigurationFile
from casetypes.definitions.revision import current_stamp
from casetypes.kernel import clock, hashing
from reports import city as cities
from reports.facts import clock_kinds, columns, standstills, working_time
from reports.models import FactState, OpenDay
from reports.scope import RECURRENCE_DAYS

BATCH = 20_000
AT_ONCE = 5_000  # cases that a visitor may be kept waiting for
LOCK = 0x46414354  # "FACT"

_WAITING = """
  SELECT (SELECT count(*) FROM (SELECT 1 FROM reports_touched LIMIT %s) touched),
         EXISTS (SELECT 1 FROM reports_fact WHERE next_due_at < %s)"""
_TAKE = """
  DELETE FROM reports_touched WHERE id IN (SELECT id FROM reports_touched ORDER BY id LIMIT %s)
  RETURNING case_id"""
_OVERDUE = "SELECT case_id FROM reports_fact WHERE next_due_at < %s LIMIT %s"
# The sum keeps the planner from walking along the index of moments, looking for one of the ids.
_FIRST = "SELECT min(opened_at + interval '0') FROM cases_case WHERE id = ANY(%s)"
_TOUCH_ALL = "INSERT INTO reports_touched (case_id) SELECT id FROM cases_case ORDER BY id"


@dataclass(frozen=True)
class Basis:
    """What every fact rests on besides its own case."""

    time_zone: str
    clocks: str
    standstills: str
    calendars: tuple[str, ...]
    fingerprint: str


def bring_up_to_date() -> int:
    """Work out all that is waiting, in batches of one transaction each; returns how many cases that were."""
    done = 0
    while counted := bring_up_to_date_some():
        done += counted
    return done


def bring_up_to_date_some() -> int:
    """One batch of it; 0 when nothing is left."""
    _check_basis()
    return _batch(BATCH)


def bring_up_to_date_if_few() -> bool:
    """The same for what takes moments; False when so much waits that a worker should do it."""
    _check_basis()
    waiting, overdue = _waiting()
    if waiting <= AT_ONCE and (waiting or overdue):
        _batch(AT_ONCE)
    return waiting <= AT_ONCE


def behind() -> bool:
    """Whether so many cases wait that figures do not hold all of them yet."""
    return _waiting()[0] > AT_ONCE


def touch_all() -> None:
    """Every case is worked out again: after a bulk load that went past the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_touched")
        cursor.execute(_TOUCH_ALL)


def revision() -> int:
    """Rises whenever facts change."""
    return FactState.objects.filter(pk=FactState.ONLY).values_list("revision", flat=True).first() or 0


@transaction.atomic
def _batch(limit: int) -> int:
    """One batch; 0 when nothing waits, or when another process is at it."""
    if not _rows("SELECT pg_try_advisory_xact_lock(%s)::int", [LOCK])[0]:
        return 0
    now = clock.now()
    ids = sorted({*_rows(_TAKE, [limit]), *_rows(_OVERDUE, [now, limit])})
    if ids:
        basis = _basis()
        _cover(ids, basis, now)
        _work_out(ids, basis, now)
        FactState.objects.filter(pk=FactState.ONLY).update(revision=F("revision") + 1, counted_at=now)
    return len(ids)


def _waiting() -> tuple[int, bool]:
    """How many cases wait (counted up to one more than `AT_ONCE`), and whether a deadline has passed."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [AT_ONCE + 1, clock.now()])
        waiting, overdue = cursor.fetchone()
    return waiting, overdue


def _check_basis() -> None:
    """A publication may have changed what facts rest on; then all of them are worked out again."""
    stamp = current_stamp()
    state, _new = FactState.objects.get_or_create(pk=FactState.ONLY)
    if state.stamp == stamp:
        return
    fingerprint = _basis().fingerprint
    if state.fingerprint != fingerprint:
        OpenDay.objects.all().delete()
        touch_all()
    FactState.objects.filter(pk=FactState.ONLY).update(stamp=stamp, fingerprint=fingerprint)


def _basis() -> Basis:
    desks = sorted(Desk.objects.values_list("key", "calendar"))
    files = ConfigurationFile.objects.filter(kind="calendars", live=True)
    hours = sorted(files.values_list("sha256", flat=True))
    time_zone = cities.current().time_zone
    clocks, still = clock_kinds.as_json(), standstills.as_json()
    fingerprint = hashing.sha256_hex(hashing.canonical_json([desks, hours, time_zone, clocks, still]))
    # a desk that is gone may name a calendar that went with it: its cases count like those of a desk without one
    calendars = tuple(sorted({calendar for _key, calendar in desks} & selectors.calendar_keys()))
    return Basis(time_zone, clocks, still, calendars, fingerprint)


def _work_out(ids: Sequence[int], basis: Basis, now: datetime) -> None:
    """Write the facts of these cases; cases that are gone lose theirs."""
    given: dict[str, Any] = {
        "ids": list(ids), "now": now, "zone": basis.time_zone, "clocks": basis.clocks,
        "standstills": basis.standstills, "days": RECURRENCE_DAYS,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', '64MB', true), set_config('jit', 'off', true)")
        cursor.execute(columns.NEIGHBOURS, given)
        beside = {row[0] for row in cursor.fetchall()}
        cursor.execute(columns.WRITE, given)
        cursor.execute(columns.DROP, given)
        cursor.execute(columns.NEIGHBOURS, given)
        beside |= {row[0] for row in cursor.fetchall()}
        cursor.execute(columns.RECUR, {**given, "ids": sorted({*ids, *beside})})


def _cover(ids: Sequence[int], basis: Basis, now: datetime) -> None:
    """Write opening hours down where these cases need earlier or later ones than are there."""
    first = _rows(_FIRST, [list(ids)])[0] or now
    start = clock.local(first, basis.time_zone).date() - timedelta(days=1)
    today = clock.local(now, basis.time_zone).date()
    if basis.calendars and not working_time.cover(start, today):
        ever = _rows("SELECT min(opened_at) FROM cases_case", [])[0] or now
        earliest = clock.local(min(first, ever), basis.time_zone).date() - timedelta(days=1)
        working_time.write_down(basis.calendars, earliest, today)


def _rows(sql: str, parameters: Sequence[Any]) -> list[Any]:
    """The first column of every row."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]
