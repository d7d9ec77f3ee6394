"""The two frames all metrics are counted over, each in one query over the facts.

`received`: the cases received in the scope. `open_cases`: those open at its end, and those of which nobody knows,
because the older system they came from kept no closing date (`unknown`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from reports import metrics
from reports.metrics.metric import Frame
from reports.scope import PUBLIC_FACTS, Scope

Row = dict[str, Any]
Dimension = str

DIMENSIONS = {
    "service": "service",
    "zone": "zone_id",
    "month": "month",
    "year": "date_trunc('year', month)::date",
    "quarter": "date_trunc('quarter', month)::date",
}

_RECEIVED = f"""
  WITH counted AS (
    SELECT fact.* FROM {PUBLIC_FACTS}
    WHERE {{where}} AND fact.opened_at >= %(start)s AND fact.opened_at < %(end)s
  )
  SELECT {{dimensions}}, grouping({{keys}}) AS level, bool_or(demonstration) AS demonstration, {{aggregates}}
  FROM counted GROUP BY GROUPING SETS ({{sets}})"""

_OPEN = f"""
  WITH counted AS (
    SELECT fact.service, fact.zone_id, fact.due_at, %(as_of)s::timestamptz AS as_of,
           extract(epoch FROM %(as_of)s - fact.opened_at) / 86400 AS age_days,
           fact.final_kind <> '' AND fact.closed_at IS NULL AS unknown
    FROM {PUBLIC_FACTS}
    WHERE {{where}} AND fact.opened_at < %(as_of)s
      AND (fact.closed_at >= %(as_of)s
           OR (fact.closed_at IS NULL AND (fact.final_kind = '' OR %(as_of)s < %(now)s)))
  )
  SELECT {{dimensions}}, grouping({{keys}}) AS level, {{aggregates}}
  FROM counted GROUP BY GROUPING SETS ({{sets}})"""


def received(scope: Scope, dimensions: Sequence[Dimension]) -> list[Row]:
    """One row per group: `dimension` ("" for the total), `group` and every aggregate of the metrics."""
    return _grouped(_RECEIVED, metrics.columns(Frame.RECEIVED), scope, dimensions)


def trend(scope: Scope, dimensions: Sequence[Dimension]) -> list[Row]:
    """The same for `metrics.TREND` only, and without a total: a long stretch need not count what nobody draws."""
    return _grouped(_RECEIVED, metrics.columns(Frame.RECEIVED, metrics.TREND), scope, dimensions, total=False)


def open_cases(scope: Scope, dimensions: Sequence[Dimension]) -> list[Row]:
    """The same for the cases open at `scope.as_of`; only the dimensions service and zone.

    What is closed today without a date was closed at nobody knows what past moment; now it is not open.
    """
    return _grouped(_OPEN, metrics.columns(Frame.OPEN), scope, dimensions)


def make_room() -> None:
    """Let the coming queries of this transaction sort in memory; compiling them takes longer than running."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', '64MB', true), set_config('jit', 'off', true)")


def run(sql: str, parameters: dict[str, Any]) -> list[Row]:
    """The rows of a query as dictionaries."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _grouped(
    template: str,
    columns: Mapping[str, str],
    scope: Scope,
    dimensions: Sequence[Dimension],
    *,
    total: bool = True,
) -> list[Row]:
    keys = [DIMENSIONS[name] for name in dimensions]
    aggregates = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    sets = [f"({key})" for key in keys] + (["()"] if total else [])
    sql = template.replace("{where}", scope.where).replace("{aggregates}", aggregates)
    sql = sql.replace("{dimensions}", ", ".join(f"{key} AS by_{n}" for n, key in enumerate(keys)))
    sql = sql.replace("{keys}", ", ".join(keys)).replace("{sets}", ", ".join(sets))
    return [_named(row, dimensions) for row in run(sql, scope.parameters())]


def _named(row: Row, dimensions: Sequence[Dimension]) -> Row:
    """`level` has a bit per dimension that is *not* grouped by, the first dimension highest."""
    last = len(dimensions) - 1
    for place, name in enumerate(dimensions):
        if not row["level"] >> (last - place) & 1:
            return {**row, "dimension": name, "group": row[f"by_{place}"]}
    return {**row, "dimension": "", "group": None}
