"""What was recorded at all. A month or day without cases is a zero only where somebody was recording."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from casetypes.kernel import clock
from reports.counting import frames
from reports.period import BEGINNING
from reports.scope import PUBLIC_FACTS, Scope

_BY_MONTH = f"""
  SELECT fact.channel = 'legacy' AS imported, to_char(fact.month, 'YYYY-MM') AS month, count(*) AS cases
  FROM {PUBLIC_FACTS} WHERE {{where}} AND fact.opened_at < %(end)s GROUP BY imported, fact.month"""

_BY_DAY = f"""
  SELECT (fact.opened_at AT TIME ZONE %(zone)s)::date AS day, count(*) AS cases
  FROM {PUBLIC_FACTS}
  WHERE {{where}} AND fact.channel = 'legacy' AND fact.opened_at >= %(start)s AND fact.opened_at < %(end)s
  GROUP BY day"""
BUSY_MONTH, BUSY_DAY = 100, 20  # cases: where so many came in, none at all means that nobody kept them
NEARLY_ALL = 0.9


def season(scope: Scope) -> dict[str, int]:
    """Cases by month (“2023-10”) up to the end of the scope, in order.

    An imported history was kept from its first case to its last, except for months in which nothing came in while
    every other one has hundreds; living channels are kept from their first case on. Months outside of both are left
    out: nothing is known of them.
    """
    rows = frames.run(_BY_MONTH.replace("{where}", scope.where), scope.parameters())
    counted: dict[str, int] = {}
    for imported in (True, False):
        own = {row["month"]: row["cases"] for row in rows if row["imported"] is imported}
        last = max(own, default="") if imported else _last_month(scope)
        for month in _months(min(own), last) if own else ():
            if month in own or not (imported and _silent(own)):
                counted[month] = counted.get(month, 0) + own.get(month, 0)
    return dict(sorted(counted.items()))


def _silent(counted: Mapping[str, int]) -> bool:
    """Whether a month without a case is rather one that nobody kept."""
    return min(counted.values()) >= BUSY_MONTH


def recorded_days(scope: Scope) -> tuple[tuple[str, str], ...]:
    """First and last day of every stretch on record, when an imported history holds only a part of the period's
    days; empty when it holds them all, or too few cases to tell."""
    rows = frames.run(_BY_DAY.replace("{where}", scope.where), scope.parameters())
    days = sorted(row["day"] for row in rows)
    if not days or sum(row["cases"] for row in rows) < BUSY_DAY * len(days):
        return ()
    stretches = tuple(_stretches(days))
    first = clock.local(scope.start, scope.time_zone).date() if scope.start > BEGINNING else days[0]
    last = clock.local(scope.as_of - timedelta(microseconds=1), scope.time_zone).date()
    whole = (last - first).days + 1 if scope.start > BEGINNING else (days[-1] - days[0]).days + 1
    if len(days) >= whole * NEARLY_ALL:
        return ()
    return tuple((one.isoformat(), other.isoformat()) for one, other in stretches)


def _stretches(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    first = previous = days[0]
    for day in days[1:]:
        if (day - previous).days > 1:
            yield first, previous
            first = day
        previous = day
    yield first, previous


def _last_month(scope: Scope) -> str:
    return f"{clock.local(scope.as_of - timedelta(microseconds=1), scope.time_zone):%Y-%m}"


def _months(first: str, last: str) -> Iterator[str]:
    year, month = (int(part) for part in first.split("-"))
    while (key := f"{year}-{month:02d}") <= last:
        yield key
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
