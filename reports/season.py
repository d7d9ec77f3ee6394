"""Cases of every month on record. A month without cases is a zero only where somebody was recording."""

from collections.abc import Iterator
from datetime import timedelta

from casetypes.kernel import clock
from reports import frames
from reports.scope import PUBLIC_FACTS, Scope

_BY_MONTH = f"""
  SELECT fact.channel = 'legacy' AS imported, to_char(fact.month, 'YYYY-MM') AS month, count(*) AS cases
  FROM {PUBLIC_FACTS} WHERE {{where}} AND fact.opened_at < %(end)s GROUP BY imported, fact.month"""


def season(scope: Scope) -> dict[str, int]:
    """Cases by month (“2023-10”) up to the end of the scope, in order.

    An imported history was kept from its first case to its last; living channels are from their first case on.
    Months outside of both are left out: nothing is known of them.
    """
    rows = frames.run(_BY_MONTH.replace("{where}", scope.where), scope.parameters())
    counted: dict[str, int] = {}
    for imported in (True, False):
        own = {row["month"]: row["cases"] for row in rows if row["imported"] is imported}
        last = max(own, default="") if imported else _last_month(scope)
        for month in _months(min(own), last) if own else ():
            counted[month] = counted.get(month, 0) + own.get(month, 0)
    return dict(sorted(counted.items()))


def _last_month(scope: Scope) -> str:
    return f"{clock.local(scope.as_of - timedelta(microseconds=1), scope.time_zone):%Y-%m}"


def _months(first: str, last: str) -> Iterator[str]:
    year, month = (int(part) for part in first.split("-"))
    while (key := f"{year}-{month:02d}") <= last:
        yield key
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
