"""What is still open, and for how long."""

from django.utils.translation import gettext_lazy as _

from reports.metrics.metric import Frame, Metric, Row, Unit
from reports.metrics.value import Value, count, recorded

SOURCE = "cases: opened_at, closed_at, final_kind"
AGES = ("age_week", "age_month", "age_quarter", "age_older")


def _backlog(row: Row) -> Value:
    """One case whose closing date was never kept makes the number open at a past moment unknown."""
    if row["backlog_unknown"]:
        return recorded(None, 0, row["backlog_unknown"])
    return count(row["backlog"])


def _age(row: Row) -> Value:
    if row["backlog_unknown"]:
        return recorded(None, 0, row["backlog_unknown"])
    return recorded(row["age_median"], row["backlog"])


def ages(row: Row) -> dict[str, int | None]:
    """How many open cases there are of each age; None where the number open was never recorded."""
    if row.get("backlog_unknown"):
        return dict.fromkeys(AGES)
    return {age: int(row.get(age) or 0) for age in AGES}


BACKLOG = Metric(
    key="backlog",
    title=_("Open at the end of the period"),
    unit=Unit.COUNT,
    method=_(
        "All cases received up to the end of the period, in this or an earlier one, that were not closed "
        "then; for a period that still runs, today. A case closed and opened again counts as open from its "
        "receipt. Where closing dates were never kept, how many were open at a past moment is not recorded."
    ),
    formula="count(cases with opened_at before and closed_at not before the end of the period)",
    source=SOURCE,
    columns={
        "backlog": "count(*) FILTER (WHERE NOT unknown)",
        "backlog_unknown": "count(*) FILTER (WHERE unknown)",
        "age_week": "count(*) FILTER (WHERE NOT unknown AND age_days < 7)",
        "age_month": "count(*) FILTER (WHERE NOT unknown AND age_days >= 7 AND age_days < 30)",
        "age_quarter": "count(*) FILTER (WHERE NOT unknown AND age_days >= 30 AND age_days < 90)",
        "age_older": "count(*) FILTER (WHERE NOT unknown AND age_days >= 90)",
    },
    value=_backlog,
    frame=Frame.OPEN,
    rises=False,
)
AGE = Metric(
    key="backlog_age",
    title=_("Age of open cases, median"),
    unit=Unit.DAYS,
    method=_(
        "Days from receipt to the end of the period, of the cases open then. Not recorded where it is not "
        "known which were."
    ),
    formula="percentile(50 %, end of the period − opened_at) over open cases",
    source=SOURCE,
    columns={
        "age_median": "percentile_cont(0.5) WITHIN GROUP (ORDER BY age_days) FILTER (WHERE NOT unknown)"
    },
    value=_age,
    frame=Frame.OPEN,
    rises=False,
)
METRICS = (BACKLOG, AGE)
