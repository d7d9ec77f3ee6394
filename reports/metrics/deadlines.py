"""Whether the promised deadlines were kept."""

from django.utils.translation import gettext_lazy as _

from reports.metrics.metric import Frame, Metric, Row, Unit
from reports.metrics.value import Value, count, recorded, share

SOURCE = "SLA clocks: due_at, stopped_at, met; definitions: clocks"


def _sla(row: Row) -> Value:
    return share(row["sla_met"], row["sla_decided"], row["sla_missing"])


def _response(row: Row) -> Value:
    return share(row["response_sla_met"], row["response_sla_decided"], row["response_sla_missing"])


def _late(row: Row) -> Value:
    """Where no open case ever had a deadline, none was recorded: that is not “none late”. Nor is it known
    where a case with a deadline was closed nobody knows when."""
    maybe_open = row["backlog"] + row["backlog_unknown"]
    if row["late_unknown"] or (maybe_open and not row["with_deadline"]):
        return recorded(None, 0, row["late_unknown"] or maybe_open)
    return count(row["late"])


SLA = Metric(
    key="sla",
    title=_("Solved within the deadline"),
    unit=Unit.SHARE,
    method=_(
        "Of the solution deadlines of the period that are decided, the share that was kept. A deadline is "
        "decided when the case was closed, or when it passed without closing: then it counts as missed. Time "
        "waiting for the citizen's answer does not run. Imported cases have a deadline only where the older "
        "system kept closing dates: otherwise it is not recorded."
    ),
    formula="clocks met / (clocks stopped + running clocks past due)",
    source=SOURCE,
    columns={
        "sla_met": "coalesce(sum(sla_met), 0)::bigint",
        "sla_decided": "coalesce(sum(sla_decided), 0)::bigint",
        "sla_missing": "count(*) FILTER (WHERE channel = 'legacy' AND sla_clocks = 0)",
    },
    value=_sla,
    rises=True,
    target="sla",
)
RESPONSE_SLA = Metric(
    key="sla_first_response",
    title=_("First response within the deadline"),
    unit=Unit.SHARE,
    method=_(
        "The same for the deadlines that start with the case and stop with a named step, such as the first "
        "response."
    ),
    formula="clocks met / (clocks stopped + running clocks past due)",
    source=SOURCE,
    columns={
        "response_sla_met": "coalesce(sum(response_sla_met), 0)::bigint",
        "response_sla_decided": "coalesce(sum(response_sla_decided), 0)::bigint",
        "response_sla_missing": "count(*) FILTER (WHERE channel = 'legacy' AND coalesce(response_sla_decided, 0) = 0)",
    },
    value=_response,
    rises=True,
)
LATE = Metric(
    key="late",
    title=_("Open cases past their deadline"),
    unit=Unit.COUNT,
    method=_(
        "Cases open at the end of the period whose expected date had passed by then. Cases without a "
        "deadline are never late; imported cases have one only where the older system kept closing dates."
    ),
    formula="count(open cases with due_at before the end of the period)",
    source="cases: opened_at, closed_at, due_at; of closed cases: due_at of their SLA clocks",
    columns={
        "late": "count(*) FILTER (WHERE NOT unknown AND due_at < as_of)",
        "late_unknown": "count(*) FILTER (WHERE unknown AND due_at < as_of)",
        "with_deadline": "count(due_at)",
    },
    value=_late,
    frame=Frame.OPEN,
    rises=False,
)
METRICS = (SLA, RESPONSE_SLA, LATE)
