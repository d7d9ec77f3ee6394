"""How long something of the city did not work: a street light, a traffic signal."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from reports.metrics.metric import Metric, Row, Unit
from reports.metrics.value import Value, recorded

SOURCE = "case events; definitions: out_of_service"
METHOD = _(
    "For services about something that stops working: the time from the report until it worked again, around the "
    "clock, added up over the states that the service names as out of service; waiting for material, for an answer "
    "or for another authority counts. Only cases of the period closed as done whose asset was really out of service. "
    "Imported cases: not recorded, and left out."
)


def _value(place: int) -> Callable[[Row], Value]:
    def value(row: Row) -> Value:
        found = row["out_of_service"]
        return recorded(found[place] / 3600 if found else None, row["out_of_service_known"])

    return value


MEDIAN = Metric(
    key="out_of_service",
    title=_("Time out of service, median"),
    unit=Unit.HOURS,
    method=METHOD,
    formula="percentile(50 %, time in the states of out_of_service) over cases closed as done",
    source=SOURCE,
    columns={
        "out_of_service": ("percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY out_of_service_seconds)"),
        "out_of_service_known": "count(out_of_service_seconds)",
    },
    value=_value(0),
    rises=False,
    target="out_of_service",
    where_known=True,
)
TAIL = Metric(
    key="out_of_service_p90",
    title=_("Time out of service, nine in ten within"),
    unit=Unit.HOURS,
    method=METHOD,
    formula="percentile(90 %, time in the states of out_of_service) over cases closed as done",
    source=SOURCE,
    columns={},
    value=_value(1),
    rises=False,
    where_known=True,
)
METRICS = (MEDIAN, TAIL)
