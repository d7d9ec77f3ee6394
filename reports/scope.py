"""Which cases count in public figures: the one place that leaves confidential services out."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from casetypes.kernel import clock

RECURRENCE_DAYS = 90
# Columns are those of reports.Fact and definitions.CaseType.
PUBLIC_FACTS = "reports_fact fact JOIN definitions_casetype public ON public.key = fact.service"
IS_PUBLIC = "NOT public.confidential"


@dataclass(frozen=True)
class Scope:
    """Cases received from `start` up to (not with) `end`, of one service or zone (its id) or all; `time_zone` is
    the city's."""

    start: datetime
    end: datetime
    time_zone: str
    service: str | None = None
    now: datetime = field(default_factory=clock.now)
    zone: int | None = None

    @property
    def as_of(self) -> datetime:
        """The moment the backlog is counted: the end of the period, or now while it runs."""
        return min(self.end, self.now)

    @property
    def where(self) -> str:
        """The conditions every frame shares."""
        service = " AND fact.service = %(service)s" if self.service else ""
        return IS_PUBLIC + service + (" AND fact.zone_id = %(place)s" if self.zone is not None else "")

    def parameters(self) -> dict[str, Any]:
        return {
            "start": self.start, "end": self.end, "zone": self.time_zone, "service": self.service,
            "place": self.zone, "now": self.now, "as_of": self.as_of,
        }  # fmt: skip
