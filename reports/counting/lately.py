"""The last thirty days in three counts, for the front page: by indexes, never over all cases."""

from dataclasses import dataclass
from datetime import timedelta

from casetypes.kernel import clock
from reports.counting import frames
from reports.facts import upkeep

DAYS = 30
_COUNTS = """
  WITH public AS (SELECT key FROM definitions_casetype WHERE NOT confidential)
  SELECT EXISTS (SELECT 1 FROM reports_fact WHERE service IN (SELECT key FROM public)) AS ever,
         (SELECT count(*) FROM reports_fact
          WHERE opened_at >= %(since)s AND service IN (SELECT key FROM public)) AS received,
         (SELECT count(*) FROM reports_fact
          WHERE closed_at >= %(since)s AND final_kind = 'done' AND service IN (SELECT key FROM public)) AS resolved,
         (SELECT count(*) FROM reports_fact
          WHERE closed_at IS NULL AND final_kind = '' AND service IN (SELECT key FROM public)) AS open,
         EXISTS (SELECT 1 FROM reports_fact
          WHERE demonstration AND opened_at >= %(since)s AND service IN (SELECT key FROM public))
         OR EXISTS (SELECT 1 FROM reports_fact
          WHERE demonstration AND closed_at >= %(since)s AND final_kind = 'done'
            AND service IN (SELECT key FROM public))
         OR EXISTS (SELECT 1 FROM reports_fact
          WHERE demonstration AND closed_at IS NULL AND final_kind = ''
            AND service IN (SELECT key FROM public)) AS demonstration"""


@dataclass(frozen=True)
class Lately:
    """Cases received and closed as done in the last thirty days, and open now; `ever`: whether there is any.

    `demonstration`: whether one of those counted was generated.
    """

    ever: bool
    received: int
    resolved: int
    open: int
    demonstration: bool


def lately() -> Lately:
    """Two or three queries."""
    upkeep.bring_up_to_date_if_few()
    rows = frames.run(_COUNTS, {"since": clock.now() - timedelta(days=DAYS)})
    return Lately(**rows[0])
