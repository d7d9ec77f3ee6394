"""The periods there is something to show for."""

from datetime import datetime

from django.db import connection

from casetypes.kernel import clock
from reports import city as cities
from reports.period import Period

# By service, so that the index answers whatever the number of cases.
_ENDS = """
  SELECT min(first), max(last) FROM (
    SELECT (SELECT min(opened_at) FROM cases_case WHERE case_type_id = public.key) AS first,
           (SELECT max(opened_at) FROM cases_case WHERE case_type_id = public.key AND opened_at <= %s) AS last
    FROM definitions_casetype public WHERE NOT public.confidential
  ) ends WHERE first <= %s"""


def ends() -> tuple[datetime, datetime] | None:
    """When the first and the last public case were received up to now; None without any."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_ENDS, [now, now])
        first, last = cursor.fetchone()
    return (first, last) if first else None


def periods() -> list[Period]:
    """Everything, the years and the quarters in which a case was received, newest first."""
    found = ends()
    if found is None:
        return []
    time_zone = cities.current().time_zone
    one, last = (Period.of(moment, time_zone) for moment in found)
    quarters = []
    while one <= last:
        quarters.append(one)
        one = one.next
    years = [Period(year) for year in sorted({quarter.year for quarter in quarters}, reverse=True)]
    return [*reversed(quarters), *years, Period()]
