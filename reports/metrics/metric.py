"""One metric: its words, the SQL aggregates it needs and how they become a value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from reports.metrics.value import Value
from reports.wording import Wording

Row = Mapping[str, Any]
Text = str | Promise


class Unit(StrEnum):
    COUNT = "count"
    SHARE = "share"
    HOURS = "hours"
    WORKING_HOURS = "working_hours"
    DAYS = "days"
    SCORE = "score"


class Frame(StrEnum):
    """Which cases are counted: those received in the period, or those open at its end."""

    RECEIVED = "received"
    OPEN = "open"


@dataclass(frozen=True)
class Metric:
    """`columns` are SQL aggregates over the frame's rows (see `reports.counting.frames`); their names are unique.

    `formula` is for those who recompute it from the open data; `target` names the city's target.
    `rises` says whether more is better (None: neither). `where_known`: shown only where some case has it.
    """

    key: str
    title: Text
    unit: Unit
    method: Text
    formula: str
    source: str
    columns: Mapping[str, str]
    value: Callable[[Row], Value]
    frame: Frame = Frame.RECEIVED
    rises: bool | None = None
    target: str = ""
    where_known: bool = False

    def words(self, amount: float, wording: Wording) -> str:
        """The amount with its unit."""
        return getattr(wording, self.unit.value)(amount)
