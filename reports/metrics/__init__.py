"""Every metric, defined once: pages, PDF, open data and API read it from here.

A family is one file with its metrics: words in both languages, method, formula, source, the SQL aggregates
it needs and how they become a value. Adding one = one file and one line in `ALL`. Never runs a query: the
frames of `reports.counting.frames` do, once for all metrics.
"""

from collections.abc import Mapping, Sequence

from reports.metrics import (
    backlog,
    deadlines,
    out_of_service,
    recurrence,
    reopening,
    resolution,
    response,
    satisfaction,
    volume,
)
from reports.metrics.metric import Frame, Metric
from reports.metrics.value import Value

ALL: tuple[Metric, ...] = (
    *volume.METRICS,
    *response.METRICS,
    *resolution.METRICS,
    *deadlines.METRICS,
    *backlog.METRICS,
    *reopening.METRICS,
    *recurrence.METRICS,
    *satisfaction.METRICS,
    *out_of_service.METRICS,
)
BY_KEY = {metric.key: metric for metric in ALL}


def to_show(values: Mapping[str, Value]) -> tuple[Metric, ...]:
    """All but those that speak of some services only, where these values know nothing of them. Figures that were
    frozen before a metric was there lack it."""
    return tuple(
        metric
        for metric in ALL
        if metric.key in values and (values[metric.key].amount is not None or not metric.where_known)
    )


def of_frame(frame: Frame) -> tuple[Metric, ...]:
    return tuple(metric for metric in ALL if metric.frame is frame)


def columns(frame: Frame, chosen: Sequence[Metric] = ()) -> dict[str, str]:
    """Every SQL aggregate that `chosen` (or all) metrics of a frame need, by name; those without columns of
    their own read their neighbours', so whole families belong together."""
    wanted = chosen or of_frame(frame)
    return {name: sql for metric in wanted if metric.frame is frame for name, sql in metric.columns.items()}


ALL_COLUMNS = tuple(name for frame in Frame for name in columns(frame))
# What a trend draws; the rest is counted for the period only.
TREND = (
    *volume.METRICS, BY_KEY["first_response"], BY_KEY["resolution"], BY_KEY["sla"],
    *reopening.METRICS, *satisfaction.METRICS,
)  # fmt: skip
