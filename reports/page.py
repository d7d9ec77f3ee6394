"""What the transparency page shows: the figures of a period as tiles, charts, tables, methods and files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casetypes.definitions.models import CaseType
from casetypes.kernel.errors import Invalid
from casetypes.kernel.text import normalise, pick
from reports import kept, metrics, tables, zones
from reports.counting import known as known_periods
from reports.counting.figures import SMALLEST_CELL, Figures
from reports.facts import upkeep
from reports.metrics.value import NOT_RECORDED
from reports.models import QuarterlyReport
from reports.period import Period
from reports.tables import Asked
from reports.words import display, labels

TILES = ("received", "attended", "first_response", "resolution", "sla", "backlog", "reopen", "satisfaction")
SPARKED = ("received", "attended", "first_response", "resolution", "sla", "reopen", "satisfaction")


@dataclass(frozen=True)
class Tile:
    """A figure tile; the names are those of the component `figure_tile`."""

    label: str
    value: str
    method: str
    unit: str = ""
    change: str = ""
    direction: str = "level"
    better: bool | None = None
    goal: str = ""
    series: Sequence[float | None] = ()
    target: float | None = None
    source_url: str = ""


@dataclass(frozen=True)
class Choice:
    key: str
    label: str
    chosen: bool


ASKED = ("period", "service", "zone", "services_sort", "services_page", "zones_sort", "zones_page", "zones_q")


@dataclass(frozen=True)
class Content:
    """The figures as HTML, and whether they hold demonstration data (the frame of the page says so)."""

    html: SafeString
    demonstration: bool


def content(request: HttpRequest) -> Content:
    """The page of what the address asks for, kept while its figures are good; what is asked wrongly is said and
    not followed."""
    language = (get_language() or "es").partition("-")[0]
    query = {name: value for name in ASKED if (value := request.GET.get(name, "")[:120])}
    return kept.page((language, *query.items()), lambda: _rendered(query, language))


def _rendered(query: Mapping[str, str], language: str) -> Content:
    context = build(query, language)
    html = render_to_string("reports/page.html", {**context, "LANGUAGE_CODE": language})
    return Content(mark_safe(html), bool(context.get("is_demonstration")))  # noqa: S308  our own template


def build(query: Mapping[str, str], language: str) -> dict[str, Any]:
    """What the template `reports/page.html` needs; `query` holds period, service or zone, and what the tables ask
    (see `tables`)."""
    known = known_periods.periods()
    choices = _services(query.get("service", ""), language)
    base = {"services": choices, "files": _files(language), "called": zones.words()}
    if not known:
        return {**base, "periods": [], "problem": "", "recorded": False}
    period, problem = _asked_period(query, known)
    service = next((choice.key for choice in choices if choice.chosen), "")
    counted, refused = _counted(period, service, query.get("zone", "") if not service else "")
    shared = {
        "periods": [Choice(one.key, one.title, one == period) for one in known], "recorded": True,
        "problem": problem, "refused": refused, "period": period, "service": service, "figures": counted,
        "is_demonstration": counted.demonstration, "behind": upkeep.behind(),
        "only": next((one.label for one in choices if one.chosen), "") or pick(counted.place, language),
        "whole": f"?period={period.key}",
    }  # fmt: skip
    return {**base, **shared, **_shown(counted, {**query, "period": period.key}, language)}


def _counted(period: Period, service: str, zone: str) -> tuple[Figures, str]:
    """The figures asked for; of the whole city, with the reason, when nothing is said of the zone."""
    try:
        return kept.current(period, service, zone), ""
    except Invalid as error:
        if not zone:
            raise
        return kept.current(period), error.message


def _shown(counted: Figures, query: Mapping[str, str], language: str) -> dict[str, Any]:
    """The figures themselves."""
    data = {kind: _data_url(counted, kind, language) for kind in ("csv", "json")}
    known = metrics.to_show(counted.total.values)
    return {
        "tiles": [_tile(counted, key, data["csv"]) for key in TILES],
        "more": [display.shown(counted, metric.key) for metric in known if metric.key not in TILES],
        "charts": kept.drawings(counted, language),
        "by_service": tables.table(counted, counted.services, Asked("services", query), _("Service"), language),
        "by_zone": tables.table(counted, counted.zones, Asked("zones", query), zones.words().title, language),
        "without_zone": counted.without_zone, "smallest": SMALLEST_CELL,
        "methods": [display.shown(counted, metric.key) for metric in known],
        "digest": counted.digest(), "data": data, "as_of": labels.day(display.last_day(counted)),
        "running": counted.as_of < counted.end, "stretches": display.recorded_days(counted),
    }  # fmt: skip


def _tile(counted: Figures, key: str, data: str) -> Tile:
    figure, value = display.shown(counted, key), counted.total.values[key]
    recorded = value.reason != NOT_RECORDED
    series = [one.amount(key) for one in counted.months] if key in SPARKED else []
    method = " ".join(part for part in (f"{figure.note}." if figure.note else "", figure.method) if part)
    return Tile(
        label=figure.title, value=figure.value if recorded else "", method=method, change=figure.change,
        direction=figure.direction or "level", better=figure.better, goal=figure.target, series=series,
        source_url=data,
    )  # fmt: skip


def _asked_period(query: Mapping[str, str], known: Sequence[Period]) -> tuple[Period, str]:
    """The period asked for, else the newest with cases and a sentence that says so."""
    text = query.get("period", "")
    if not text:
        return known[0], ""
    try:
        asked = Period.parse(text)
    except Invalid as error:
        return known[0], error.message
    if asked in known:
        return asked, ""
    return known[0], _("Nothing was recorded in %(period)s.") % {"period": asked.title}


def _services(asked: str, language: str) -> list[Choice]:
    public = CaseType.objects.filter(confidential=False).values_list("key", "title")
    named = sorted(
        ((key, pick(title, language) or key) for key, title in public), key=lambda one: normalise(one[1])
    )
    return [Choice(key, name, key == asked) for key, name in named]


def _files(language: str) -> list[dict[str, Any]]:
    """The reports that are ready, newest period first."""
    done = QuarterlyReport.objects.filter(state=QuarterlyReport.DONE).defer("figures")
    latest: dict[tuple[str, str], QuarterlyReport] = {}
    for report in done.order_by("finished_at", "pk"):
        latest[report.period, report.language] = report
    ordered = sorted(latest.values(), key=lambda one: (one.period, one.language == language), reverse=True)
    return [
        {
            "title": Period.parse(report.period).title, "language": report.language, "pages": report.pages,
            "size": report.size, "sha256": report.file_sha256, "figures_sha256": report.figures_sha256,
            "at": report.finished_at, "url": reverse("reports:file", args=[report.period, report.language]),
        }
        for report in ordered
    ]  # fmt: skip


def _data_url(counted: Figures, kind: str, language: str) -> str:
    address = reverse("reports:data", args=[counted.period, kind])
    narrowed = {"service": counted.service, "zone": counted.zone, "lang": language}
    return f"{address}?{urlencode({name: value for name, value in narrowed.items() if value})}"
