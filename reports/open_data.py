"""Exactly the figures shown, for machines: one long CSV and one JSON per period, at stable addresses.

CSV columns: period, scope (total, service, zone, month), key, name, metric, value, unit, cases, missing, reason,
demonstration (yes: generated cases are counted; no).
Shares lie between 0 and 1, durations are hours, ages days. No row speaks of a single case.
"""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from casetypes.kernel.text import pick
from reports import metrics
from reports.counting.figures import Figures, Group
from reports.metrics.metric import Unit

HEADERS = (
    "period",
    "scope",
    "key",
    "name",
    "metric",
    "value",
    "unit",
    "cases",
    "missing",
    "reason",
    "demonstration",
)
UNITS = {
    Unit.COUNT: "cases", Unit.SHARE: "share", Unit.HOURS: "hours", Unit.WORKING_HOURS: "working hours",
    Unit.DAYS: "days", Unit.SCORE: "1 to 5",
}  # fmt: skip


def as_csv(figures: Figures, language: str) -> str:
    """UTF-8 text with a header line; values that spreadsheets would run as formulas are made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADERS)
    for scope, group in _groups(figures):
        invented = "yes" if figures.demonstration else "no"
        writer.writerows((*row, invented) for row in _rows(figures.period, scope, group, language))
    return out.getvalue()


def as_json(figures: Figures) -> str:
    """The frozen figures with their hash and the definition of every metric."""
    body = {
        "schema": 1, "sha256": figures.digest(), "figures": figures.as_json(),
        "metrics": [_definition(metric.key) for metric in metrics.ALL],
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False, indent=1)


def _definition(key: str) -> dict[str, Any]:
    metric = metrics.BY_KEY[key]
    return {
        "key": key, "title": str(metric.title), "unit": UNITS[metric.unit], "method": str(metric.method),
        "formula": metric.formula, "source": metric.source,
    }  # fmt: skip


def _groups(figures: Figures) -> Iterator[tuple[str, Group]]:
    yield "total", figures.total
    for scope, groups in (("service", figures.services), ("zone", figures.zones), ("month", figures.months)):
        for group in groups:
            yield scope, group


def _rows(period: str, scope: str, group: Group, language: str) -> Iterator[tuple[object, ...]]:
    name = _harmless(pick(group.name, language))
    for key, value in group.values.items():
        unit = UNITS[metrics.BY_KEY[key].unit]
        amount = (
            ""
            if value.amount is None
            else f"{value.amount:g}"
            if value.amount < 1e6
            else f"{value.amount:.0f}"
        )
        yield period, scope, group.key, name, key, amount, unit, value.n, value.missing, value.reason


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
