"""The report as HTML: figures in, one self-contained page out. No query beyond the outlines of the maps."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from casetypes.kernel import clock
from casetypes.kernel.text import pick
from casetypes.places.models import Municipality
from reports import city, metrics, open_data, tables
from reports.counting.figures import SMALLEST_CELL, Figures, Group
from reports.drawings import charts
from reports.pdf import colours, sheets
from reports.svg.chart import Chart, Table, not_recorded
from reports.words import display, labels
from reports.zones import words

HEADLINE = ("received", "attended", "sla")
INDICATORS = (
    "received", "attended", "first_response", "resolution", "sla", "sla_first_response", "backlog", "late",
    "backlog_age", "reopen", "recurrence", "satisfaction",
)  # fmt: skip
WIDE = ("map", "zone-map", "zone-waiting", "zone-deadlines")
ZONES_AT_MOST = 50
SLIM = 4  # columns of a table that fits in half the width
Side = TypeVar("Side")


@dataclass(frozen=True)
class Document:
    """`html` needs nothing else but the fonts; `data` (the figures as JSON) is attached to the file as `attached`."""

    html: str
    title: str
    language: str
    digest: str
    made_at: datetime
    data: str
    attached: str = "figures.json"


def build(figures: Figures, language: str, *, made_at: datetime) -> Document:
    """The whole report in the active language, which is `language`."""
    context = _context(figures, language, made_at)
    html = render_to_string("reports/pdf/report.html", context)
    return Document(html, context["title"], language, figures.digest(), made_at, open_data.as_json(figures))


def _context(figures: Figures, language: str, made_at: datetime) -> dict[str, Any]:
    drawn, credit = charts.all_charts(figures, language), _credit()
    beside, maps = _maps_apart(drawn, credit)
    here, period, called = city.current(), figures.when, words()
    return {
        "title": _("Quarterly report of city services, %(period)s") % {"period": period.title},
        "language": language, "city": pick(figures.city, language), "period": period,
        "office": figures.office or pick(figures.city, language),
        "made_at": f"{made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "made_on": labels.day(clock.local(made_at, here.time_zone).date()),
        "as_of": labels.day(display.last_day(figures)),
        "running": figures.as_of < figures.end, "figures": figures, "digest": figures.digest(),
        "headline": [display.shown(figures, key) for key in HEADLINE],
        "indicators": [display.shown(figures, key) for key in (*INDICATORS, *_of_some_services(figures))],
        "methods": methods(figures),
        "sheets": _sheets(beside), "maps": _pairs([_figure(chart) for chart in maps]),
        "services": _table(figures, figures.services, _("Service"), language),
        "services_missing": "; ".join(_missing(figures.services)),
        "zones": _table(figures, _shown_zones(figures), called.title, language), "called": called,
        "stretches": display.recorded_days(figures),
        "zones_left_out": _left_out(figures), "without_zone": figures.without_zone,
        **_twins(drawn),
        "smallest": SMALLEST_CELL, "credit": credit,
        "basis": [(pick(one.name, language), pick(one.orders, language)) for one in here.basis],
    }  # fmt: skip


def _of_some_services(figures: Figures) -> list[str]:
    """Metrics that only some services have, where these figures know them."""
    return [metric.key for metric in metrics.to_show(figures.total.values) if metric.where_known]


@dataclass(frozen=True)
class Method:
    """One way of computing, with all figures that are computed so."""

    title: str
    method: str
    formula: str
    source: str


def methods(figures: Figures) -> list[Method]:
    """In the order of the metrics; neighbours with the same method (a median and its tail) are one entry."""
    found: dict[str, list[display.Shown]] = {}
    for metric in metrics.to_show(figures.total.values):
        one = display.shown(figures, metric.key)
        found.setdefault(f"{one.method}{one.source}", []).append(one)
    return [
        Method(
            "; ".join(one.title for one in group), group[0].method, "; ".join(one.formula for one in group),
            group[0].source,
        )
        for group in found.values()
    ]  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A chart as an image with its alternative text, as readers of tagged PDF expect it."""

    key: str
    title: str
    description: str
    source: str
    alt: str


def _figure(chart: Chart) -> Figure:
    encoded = base64.b64encode(colours.themed(chart.svg).encode()).decode()
    alt = f"{chart.title}. {chart.description} {_summary(chart.table)}".strip()
    return Figure(chart.key, chart.title, chart.description, f"data:image/svg+xml;base64,{encoded}", alt)


def _maps_apart(drawn: Sequence[Chart], credit: str) -> tuple[list[Chart], list[Chart]]:
    """The charts, and the maps that make a section of their own; a single one stands among the charts."""
    maps = [chart for chart in drawn if chart.key in WIDE]
    if len(maps) > 1:
        return [chart for chart in drawn if chart.key not in WIDE], maps
    credited = {one.key: replace(one, description=f"{one.description} {credit}".strip()) for one in maps}
    return [credited.get(chart.key, chart) for chart in drawn], []


def _sheets(drawn: Sequence[Chart]) -> list[list[list[Figure]]]:
    """Pages of columns of figures."""
    pages = sheets.sheets(drawn)
    return [[[_figure(chart) for chart in column] for column in page.columns if column] for page in pages]


def _summary(table: Table, rows: int = 6) -> str:
    """The first rows in words, for those who hear the figure."""
    first = "; ".join(", ".join(row[:4]) for row in table.rows[:rows])
    return f"{first}…" if len(table.rows) > rows else first


def _table(figures: Figures, groups: tuple[Group, ...], first: str, language: str) -> Table:
    how = display.wording(figures)
    columns = tables.recorded(groups)
    headers = (first, *(tables.short(key) for key in columns))
    rows = tuple(
        (display.name_of(group, language), *(display.cell(group, key, how) for key in columns))
        for group in groups
    )
    return Table(headers, rows, frozenset(range(1, len(headers))))


def _missing(groups: tuple[Group, ...]) -> list[str]:
    """The columns that were recorded nowhere, by name."""
    columns = tables.recorded(groups)
    return [str(metrics.BY_KEY[key].title) for key in tables.COLUMNS if key not in columns]


def _shown_zones(figures: Figures) -> tuple[Group, ...]:
    return tuple(zone for zone in figures.zones if not zone.suppressed)[:ZONES_AT_MOST]


def _left_out(figures: Figures) -> int:
    return len(figures.zones) - len(_shown_zones(figures))


def _twins(drawn: Sequence[Chart]) -> dict[str, Any]:
    """The tables of the charts: `pairs` of slim ones stand side by side, `twins` take the whole width."""
    tables_of = [(chart, narrow(chart.table)) for chart in drawn if _has_twin(chart)]
    slim = [one for one in tables_of if len(one[1].headers) <= SLIM]
    return {
        "pairs": _pairs(slim),
        "twins": [one for one in tables_of if len(one[1].headers) > SLIM],
    }


def _pairs(found: Sequence[Side]) -> list[Sequence[Side]]:
    """Two and two, as they stand side by side; the last may be alone."""
    return [found[first : first + 2] for first in range(0, len(found), 2)]


def _has_twin(chart: Chart) -> bool:
    """Charts that say something no other table of the report says; “not recorded” is said by the chart."""
    if chart.key in (*WIDE, "zones", "services", "slowest", "late"):
        return False
    return any(cell != not_recorded() for row in chart.table.rows for cell in row[1:])


def narrow(table: Table) -> Table:
    """A table with more columns than a page holds is turned on its side."""
    if len(table.headers) <= 9:
        return table
    turned = tuple(zip(table.headers[1:], *(row[1:] for row in table.rows), strict=True))
    headers = ("", *(row[0] for row in table.rows))
    return Table(headers, turned, frozenset(range(1, len(headers))))


def _credit() -> str:
    municipality = Municipality.objects.only("credit").first()
    return municipality.credit.rstrip(".") + "." if municipality and municipality.credit else ""
