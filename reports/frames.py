"""The two frames all metrics are counted over, each in one query whatever the number of cases.

`received`: the cases received in the scope, with the hours to first response and resolution, the verdicts of
their clocks, their rating, and whether the same problem was there before. `open_cases`: those open at its end,
and those of which nobody knows, because the older system they came from kept no closing date (`unknown`).
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Min

from casetypes.access.models import Desk
from casetypes.cases.models import Case
from casetypes.kernel import clock
from reports import clock_kinds, metrics, working_time
from reports.metrics.metric import Frame
from reports.scope import PUBLIC_CASES, RECURRENCE_DAYS, Scope

Row = dict[str, Any]
Dimension = str

DIMENSIONS = {
    "service": "service",
    "zone": "zone_id",
    "month": "date_trunc('month', opened_at AT TIME ZONE %(zone)s)",
    "year": "date_trunc('year', opened_at AT TIME ZONE %(zone)s)",
    "quarter": "date_trunc('quarter', opened_at AT TIME ZONE %(zone)s)",
}
# A first response is a step by a person of the city: neither the citizen's own nor the system's.
_NOT_STAFF = "('reporter', 'system')"

_CASE_COLUMNS = """
    "case".id, "case".case_type_id AS service, "case".zone_id, "case".cell, "case".final_kind, "case".channel,
    "case".opened_at, "case".closed_at, "case".reopened, "case".demonstration, "case".desk_id"""

_COHORT = f"""
  cohort AS (
    SELECT {_CASE_COLUMNS}
    FROM {PUBLIC_CASES} WHERE {{where}} AND "case".opened_at >= %(start)s AND "case".opened_at < %(end)s
  )"""

# The same with the case that was there before: needs the cases of the days before the scope too.
_COHORT_WITH_EARLIER = f"""
  wide AS (
    SELECT {_CASE_COLUMNS},
           lag("case".opened_at) OVER (
             PARTITION BY "case".case_type_id, "case".cell, "case".final_kind = 'duplicate'
             ORDER BY "case".opened_at, "case".id) AS earlier
    FROM {PUBLIC_CASES}
    WHERE {{where}} AND "case".opened_at >= %(start)s - interval '{RECURRENCE_DAYS} days'
      AND "case".opened_at < %(end)s
  ),
  cohort AS (
    SELECT *, cell <> '' AND final_kind <> 'duplicate'
              AND earlier >= opened_at - interval '{RECURRENCE_DAYS} days' AS recurring
    FROM wide WHERE opened_at >= %(start)s
  )"""

_WORKING_HOURS = f""",
    {working_time.hours_between(("began", "opened_at"), ("met_at", "responded_at"))}
      AS first_response_working_hours,
    CASE WHEN final_kind = 'done' THEN
      {working_time.hours_between(("began", "opened_at"), ("ended", "closed_at"))} END
      AS resolution_working_hours"""
_WORKING_JOINS = f"""
    JOIN access_desk desk ON desk.key = cohort.desk_id
    {working_time.joined("began", "opened_at")}
    {working_time.joined("met_at", "responded_at")}
    {working_time.joined("ended", "closed_at")}"""

_FACT = f"""
  answered AS (
    SELECT event.case_id, min(event.at) AS responded_at
    FROM cases_caseevent event JOIN cohort ON cohort.id = event.case_id
    WHERE event.kind = 'transition' AND event.actor_role NOT IN {_NOT_STAFF}
    GROUP BY event.case_id
  ),
  verdicts AS (
    SELECT clock.case_id, kind.solution,
           coalesce(clock.met, CASE WHEN clock.state <> 'paused' AND clock.due_at < %(now)s THEN false END) AS met
    FROM sla_slaclock clock
    JOIN cohort ON cohort.id = clock.case_id
    JOIN jsonb_to_recordset(%(clocks)s::jsonb) AS kind(service text, key text, solution boolean)
      ON kind.service = cohort.service AND kind.key = clock.key
  ),
  kept AS (
    SELECT case_id, count(*) AS sla_clocks,
           count(met) FILTER (WHERE solution) AS sla_decided,
           count(*) FILTER (WHERE met AND solution) AS sla_met,
           count(met) FILTER (WHERE NOT solution) AS response_sla_decided,
           count(*) FILTER (WHERE met AND NOT solution) AS response_sla_met
    FROM verdicts GROUP BY case_id
  ),
  rated AS (
    SELECT survey.case_id, avg(survey.rating) AS rating
    FROM surveys_survey survey JOIN cohort ON cohort.id = survey.case_id
    WHERE survey.rating IS NOT NULL
    GROUP BY survey.case_id
  ),
  fact AS (
    SELECT cohort.*, kept.*, rated.rating,
    extract(epoch FROM responded_at - opened_at) / 3600 AS first_response_hours,
    CASE WHEN final_kind = 'done' THEN extract(epoch FROM closed_at - opened_at) / 3600 END
      AS resolution_hours{{working_hours}}
    FROM cohort
    LEFT JOIN answered ON answered.case_id = cohort.id
    LEFT JOIN kept ON kept.case_id = cohort.id
    LEFT JOIN rated ON rated.case_id = cohort.id{{working_joins}}
  )
  SELECT {{dimensions}}, grouping({{keys}}) AS level, bool_or(demonstration) AS demonstration, {{aggregates}}
  FROM fact GROUP BY GROUPING SETS ({{sets}})"""

_ALL = f"WITH {working_time.SHIFTS.strip()}, {_COHORT_WITH_EARLIER}, " + _FACT.replace(
    "{working_hours}", _WORKING_HOURS
).replace("{working_joins}", _WORKING_JOINS)
_TREND = f"WITH {_COHORT}, " + _FACT.replace("{working_hours}", "").replace("{working_joins}", "")

_OPEN = f"""
  WITH fact AS (
    SELECT "case".case_type_id AS service, "case".zone_id, "case".due_at, %(as_of)s::timestamptz AS as_of,
           extract(epoch FROM %(as_of)s - "case".opened_at) / 86400 AS age_days,
           "case".final_kind <> '' AND "case".closed_at IS NULL AS unknown
    FROM {PUBLIC_CASES}
    WHERE {{where}} AND "case".opened_at < %(as_of)s
      AND ("case".final_kind = '' OR "case".closed_at >= %(as_of)s
           OR ("case".closed_at IS NULL AND %(as_of)s < %(now)s))
  )
  SELECT {{dimensions}}, grouping({{keys}}) AS level, {{aggregates}}
  FROM fact GROUP BY GROUPING SETS ({{sets}})"""


def received(scope: Scope, dimensions: Sequence[Dimension]) -> list[Row]:
    """One row per group: `dimension` ("" for the total), `group` and every aggregate of the metrics."""
    parameters = {**scope.parameters(), "shifts": _shifts(scope), "clocks": clock_kinds.as_json()}
    return _grouped(_ALL, metrics.columns(Frame.RECEIVED), scope, dimensions, parameters)


def trend(scope: Scope, dimensions: Sequence[Dimension]) -> list[Row]:
    """The same for `metrics.TREND` only, and without a total: a long stretch need not count what nobody draws."""
    parameters = {**scope.parameters(), "clocks": clock_kinds.as_json()}
    columns = metrics.columns(Frame.RECEIVED, metrics.TREND)
    return _grouped(_TREND, columns, scope, dimensions, parameters, total=False)


def open_cases(scope: Scope, dimensions: Sequence[Dimension]) -> list[Row]:
    """The same for the cases open at `scope.as_of`; only the dimensions service and zone.

    What is closed today without a date was closed at nobody knows what past moment; now it is not open.
    """
    return _grouped(_OPEN, metrics.columns(Frame.OPEN), scope, dimensions, scope.parameters())


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
    parameters: dict[str, Any],
    *,
    total: bool = True,
) -> list[Row]:
    keys = [DIMENSIONS[name] for name in dimensions]
    aggregates = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    sets = [f"({key})" for key in keys] + (["()"] if total else [])
    sql = template.replace("{where}", scope.where()).replace("{aggregates}", aggregates)
    sql = sql.replace("{dimensions}", ", ".join(f"{key} AS by_{n}" for n, key in enumerate(keys)))
    sql = sql.replace("{keys}", ", ".join(keys)).replace("{sets}", ", ".join(sets))
    return [_named(row, dimensions) for row in run(sql, parameters)]


def _named(row: Row, dimensions: Sequence[Dimension]) -> Row:
    """`level` has a bit per dimension that is *not* grouped by, the first dimension highest."""
    last = len(dimensions) - 1
    for place, name in enumerate(dimensions):
        if not row["level"] >> (last - place) & 1:
            return {**row, "dimension": name, "group": row[f"by_{place}"]}
    return {**row, "dimension": "", "group": None}


def _shifts(scope: Scope) -> str:
    """Opening hours from the first case of the scope to now, of the calendars that desks keep."""
    calendars = set(Desk.objects.exclude(calendar="").values_list("calendar", flat=True))
    found = Case.objects.filter(opened_at__gte=scope.start, opened_at__lt=scope.end).aggregate(
        Min("opened_at")
    )
    first = found["opened_at__min"] or scope.as_of
    start = clock.local(first, scope.time_zone).date() - timedelta(days=1)
    return working_time.shifts(calendars, start, clock.local(scope.now, scope.time_zone).date())
