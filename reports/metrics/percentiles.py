"""A duration as four metrics: median and nine-in-ten, in calendar and in working hours, from two columns."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from reports.metrics.metric import Metric, Row, Text, Unit
from reports.metrics.value import Value, recorded

METHOD_WORKING = _(
    "The same, counting only the opening hours of the desk in charge, without weekends and closed days."
)
_BOTH = "percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY {})"


@dataclass(frozen=True)
class Duration:
    """`key` names the metrics and their SQL columns: `<key>_seconds` and `<key>_working_seconds` of the facts.

    `missing` is the SQL condition of cases for which it was never recorded. `titles` are those of the four.
    """

    key: str
    titles: tuple[Text, Text, Text, Text]
    method: Text
    formula: str
    source: str
    missing: str

    def metrics(self) -> tuple[Metric, ...]:
        columns = {
            self.key: _BOTH.format(f"{self.key}_seconds"),
            f"{self.key}_known": f"count({self.key}_seconds)",
            f"{self.key}_missing": f"count(*) FILTER (WHERE {self.missing})",
        }
        working = {f"{self.key}_working": _BOTH.format(f"{self.key}_working_seconds")}
        return (
            self._metric(0, "", self.key, columns, target=self.key),
            self._metric(1, "_p90", self.key, {}),
            self._metric(2, "_working", f"{self.key}_working", working),
            self._metric(3, "_working_p90", f"{self.key}_working", {}),
        )

    def _metric(
        self, place: int, suffix: str, column: str, columns: dict[str, str], target: str = ""
    ) -> Metric:
        in_working_hours, tail = place >= 2, place % 2
        hours = "opening hours of " if in_working_hours else ""
        return Metric(
            key=self.key + suffix,
            title=self.titles[place],
            unit=Unit.WORKING_HOURS if in_working_hours else Unit.HOURS,
            method=METHOD_WORKING if in_working_hours else self.method,
            formula=f"percentile({90 if tail else 50} %, {hours}{self.formula})",
            source=self.source + ("; desk calendars" if in_working_hours else ""),
            columns=columns,
            value=self._value(column, tail),
            rises=False,
            target=target,
        )

    def _value(self, column: str, place: int) -> Callable[[Row], Value]:
        def value(row: Row) -> Value:
            found = row[column]
            missing = row[f"{self.key}_missing"]
            return recorded(found[place] / 3600 if found else None, row[f"{self.key}_known"], missing)

        return value
