"""How often the same problem comes back to the same place."""

from django.utils.translation import gettext_lazy as _

from reports.metrics.metric import Metric, Row, Unit
from reports.metrics.value import Value, share


def _recurrence(row: Row) -> Value:
    return share(row["recurring"], row["located"], row["unlocated"])


RECURRENCE = Metric(
    key="recurrence",
    title=_("Came back to the same place"),
    unit=Unit.SHARE,
    method=_(
        "Of the cases of the period with a position, the share for which the same service had another case "
        "in the same cell in the 90 days before. A cell is a hexagon of H3 resolution 9: about 0.1 km², with "
        "an edge of about 200 m, so it may be another spot of the same street. Cases marked as duplicates "
        "are left out on both sides."
    ),
    formula="cases with a case of the same service and H3 cell (resolution 9) up to 90 days before / cases with a cell",
    source="cases: case_type, cell, opened_at",
    columns={
        "recurring": "count(*) FILTER (WHERE recurring)",
        "unlocated": "count(*) FILTER (WHERE cell = '')",
        "located": "count(*) FILTER (WHERE cell <> '' AND final_kind <> 'duplicate')",
    },
    value=_recurrence,
    rises=False,
)
METRICS = (RECURRENCE,)
