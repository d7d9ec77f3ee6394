"""How often a closure did not hold."""

from django.utils.translation import gettext_lazy as _

from reports.metrics.metric import Metric, Row, Unit
from reports.metrics.value import Value, share


def _reopen(row: Row) -> Value:
    return share(row["reopened"], row["closed_once"], row["reopening_missing"])


REOPEN = Metric(
    key="reopen",
    title=_("Opened again"),
    unit=Unit.SHARE,
    method=_(
        "Of the cases of the period that were closed at least once, the share that was opened again because "
        "the citizen contested the closure or the verification failed. Imported cases: not recorded."
    ),
    formula="cases with reopened > 0 / cases closed at least once",
    source="cases: reopened, closed_at",
    columns={
        "reopened": "count(*) FILTER (WHERE channel <> 'legacy' AND reopened > 0)",
        "closed_once": (
            "count(*) FILTER (WHERE channel <> 'legacy' AND (reopened > 0 OR closed_at IS NOT NULL))"
        ),
        "reopening_missing": (
            "count(*) FILTER (WHERE channel = 'legacy' AND (reopened > 0 OR final_kind <> ''))"
        ),
    },
    value=_reopen,
    rises=False,
    target="reopen",
)
METRICS = (REOPEN,)
