"""How often a door may be tried in vain before nobody is let through it for a while.

Each try is counted before it is judged, in one statement, so that a thousand tries at once are no way around it; a
try that succeeds is taken back. A count begins anew when its time is over: what is tried meanwhile does not prolong
it, so nobody can keep somebody else out for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F

from casetypes.access.models import FailedTries
from casetypes.kernel import clock, sealing


@dataclass(frozen=True)
class Limit:
    """At this door, `most` tries in vain within `time` from one subject."""

    door: str
    most: int
    time: timedelta


@dataclass(frozen=True)
class Counted:
    """What came of counting a try. `just_closed`: this very try was the last one allowed."""

    allowed: bool
    just_closed: bool


Tries = Sequence[tuple[Limit, str]]  # each limit with the digest of whom it counts
_COUNT = """
WITH tried AS (
    SELECT door, subject, most, make_interval(secs => seconds) AS time
    FROM unnest(%(doors)s::text[], %(subjects)s::text[], %(mosts)s::int[], %(seconds)s::int[])
        AS tried (door, subject, most, seconds)
)
INSERT INTO access_failedtries AS known (door, subject, count, began_at)
SELECT door, subject, 1, %(now)s FROM tried
ON CONFLICT (door, subject) DO UPDATE SET
    count = CASE WHEN known.began_at <= %(now)s - (SELECT time FROM tried WHERE tried.door = known.door) THEN 1
                 ELSE known.count + 1 END,
    began_at = CASE WHEN known.began_at <= %(now)s - (SELECT time FROM tried WHERE tried.door = known.door) THEN %(now)s
                    ELSE known.began_at END
WHERE known.count <= (SELECT most FROM tried WHERE tried.door = known.door)
   OR known.began_at <= %(now)s - (SELECT time FROM tried WHERE tried.door = known.door)
RETURNING door, count
"""


def digest(*parts: object) -> str:
    """Whom a limit counts, without storing it."""
    master = sealing.master_key(settings.MASTER_KEY)
    return sealing.lookup_digest("|".join(("tries", settings.CITY, *map(str, parts))), master)


def count(tries: Tries) -> Counted:
    """Count one try at each of these doors (each once); allowed while none of them is beyond its limit.

    What is beyond it already is only read: a flood writes nothing.
    """
    ordered = sorted(tries, key=lambda each: (each[0].door, each[1]))
    values: dict[str, Any] = {
        "now": clock.now(),
        "doors": [limit.door for limit, _ in ordered],
        "subjects": [subject for _, subject in ordered],
        "mosts": [limit.most for limit, _ in ordered],
        "seconds": [int(limit.time.total_seconds()) for limit, _ in ordered],
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        counts = dict(cursor.fetchall())
    allowed = all(counts.get(limit.door, limit.most + 1) <= limit.most for limit, _ in ordered)
    closed = allowed and any(counts[limit.door] == limit.most for limit, _ in ordered)
    return Counted(allowed, closed)


def count_one_after_another(tries: Tries) -> Counted:
    """The same for doors one behind the other: what one refuses does not count at those behind it."""
    closed = False
    for each in tries:
        counted = count([each])
        if not counted.allowed:
            return Counted(False, closed)
        closed = closed or counted.just_closed
    return Counted(True, closed)


def take_back(tries: Tries) -> None:
    """The try succeeded: it counts nowhere."""
    for limit, subject in tries:
        FailedTries.objects.filter(door=limit.door, subject=subject, count__gt=0).update(count=F("count") - 1)


def clear(tries: Tries) -> None:
    """The right person came: what was tried in vain from there is forgotten."""
    for limit, subject in tries:
        FailedTries.objects.filter(door=limit.door, subject=subject).delete()


def forget_old() -> int:
    """Rows whose time is long over; returns how many."""
    return FailedTries.objects.filter(began_at__lt=clock.now() - timedelta(days=2)).delete()[0]
