"""Which cases count in public figures: the one place that leaves confidential services out."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from casetypes.kernel import clock

RECURRENCE_DAYS = 90
# Columns are those of cases.Case and definitions.CaseType.
PUBLIC_CASES = 'cases_case "case" JOIN definitions_casetype service ON service.key = "case".case_type_id'
IS_PUBLIC = "NOT service.confidential"


@dataclass(frozen=True)
class Scope:
    """Cases received from `start` up to (not with) `end`, of one service or all; `time_zone` is the city's."""

    start: datetime
    end: datetime
    time_zone: str
    service: str | None = None
    now: datetime = field(default_factory=clock.now)

    @property
    def as_of(self) -> datetime:
        """The moment the backlog is counted: the end of the period, or now while it runs."""
        return min(self.end, self.now)

    def where(self, alias: str = '"case"') -> str:
        """The conditions every frame shares."""
        only = f" AND {alias}.case_type_id = %(service)s" if self.service else ""
        return f"{IS_PUBLIC}{only}"

    def parameters(self) -> dict[str, Any]:
        return {
            "start": self.start, "end": self.end, "zone": self.time_zone, "service": self.service,
            "now": self.now, "as_of": self.as_of,
        }  # fmt: skip
