"""How many cases came in, and what became of them."""

from django.utils.translation import gettext_lazy as _

from reports.metrics.metric import Metric, Row, Unit
from reports.metrics.value import Value, count, share

SOURCE = "cases: opened_at, final_kind"
OUTCOMES = ("done", "open", "declined", "duplicate", "withdrawn", "referred_out")


def _attended(row: Row) -> Value:
    return share(row["done"], row["received"])


RECEIVED = Metric(
    key="received",
    title=_("Cases received"),
    unit=Unit.COUNT,
    method=_(
        "Every case whose date of receipt lies in the period, by any channel, including those that were "
        "declined or marked as duplicates later. Confidential services are left out of all figures."
    ),
    formula="count(cases received)",
    source=SOURCE,
    columns={
        "received": "count(*)",
        "done": "count(*) FILTER (WHERE final_kind = 'done')",
        "open": "count(*) FILTER (WHERE final_kind = '')",
        "declined": "count(*) FILTER (WHERE final_kind = 'declined')",
        "duplicate": "count(*) FILTER (WHERE final_kind = 'duplicate')",
        "withdrawn": "count(*) FILTER (WHERE final_kind = 'withdrawn')",
        "referred_out": "count(*) FILTER (WHERE final_kind = 'referred_out')",
    },
    value=lambda row: count(row["received"]),
)

ATTENDED = Metric(
    key="attended",
    title=_("Attended"),
    unit=Unit.SHARE,
    method=_(
        "Cases of the period that are closed as done, divided by all cases received in it. A case that was "
        "only handed on is not attended. It is the state on the day the figure was made."
    ),
    formula="done / received",
    source=SOURCE,
    columns={},
    value=_attended,
    rises=True,
    target="attended",
)
METRICS = (RECEIVED, ATTENDED)
