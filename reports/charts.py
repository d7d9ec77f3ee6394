"""The drawings of a period's figures, the same for the page and the PDF: figures in, charts out."""

from collections.abc import Callable, Sequence
from typing import cast

import h3
from django.utils.translation import gettext as _

from casetypes.places.models import Municipality, Zone
from reports import display, labels, metrics
from reports.figures import SMALLEST_CELL, Figures, Group
from reports.svg.bars import bars, stacked
from reports.svg.chart import Caption, Chart, Item, Reference, Series
from reports.svg.columns import columns
from reports.svg.ground import GeoJSON
from reports.svg.heat import heat
from reports.svg.line import line
from reports.svg.map import Area, choropleth
from reports.wording import Wording

MAP_RESOLUTION = 8  # hexagons of about 0.7 km²
SERVICES, ZONES = 14, 10


def all_charts(figures: Figures, language: str) -> list[Chart]:
    """Every chart that says something of these figures, in reading order; about four queries (for the maps)."""
    how = display.wording(figures)
    drawn: list[Chart | None] = [
        received(figures, how), outcomes_by_service(figures, how, language), deadlines(figures, how),
        waiting(figures, how), hexagons(figures, how), zone_map(figures, how, language),
        zones(figures, how, language), season(figures, how), hours(figures, how), ages(figures, how),
        channels(figures, how),
    ]  # fmt: skip
    return [chart for chart in drawn if chart is not None]


def received(figures: Figures, how: Wording) -> Chart:
    """Cases received per month, by what became of them."""
    series = [Series(name, tuple(float(part(one)) for one in figures.months)) for name, part in _parts()]
    caption = Caption(
        "received", _("Cases received, and what became of them"),
        _("One column per month; the layers are the state of the cases today."), _("Month"),
    )  # fmt: skip
    return _long_labels(columns(caption, _months(figures), series, fmt=how.count), figures)


def _parts() -> list[tuple[str, Callable[[Group], int]]]:
    """Attended, still open, and everything else: three layers that add up to what was received."""
    rest = ("declined", "duplicate", "withdrawn", "referred_out")
    return [
        (labels.outcome("done"), lambda one: one.outcomes.get("done", 0)),
        (labels.outcome("open"), lambda one: one.outcomes.get("open", 0)),
        (_("Declined, duplicate, withdrawn"), lambda one: sum(one.outcomes.get(key, 0) for key in rest)),
    ]


def outcomes_by_service(figures: Figures, how: Wording, language: str) -> Chart | None:
    """One bar per service, when there is more than one."""
    shown = [one for one in figures.services if one.amount("received")]
    if len(shown) < 2:
        return None
    series = [Series(name, tuple(float(part(one)) for one in shown)) for name, part in _parts()]
    caption = Caption(
        "services", _("By service"), _("Cases received per service and what became of them."), _("Service")
    )
    names = [display.name_of(one, language) for one in shown]
    return stacked(caption, names, series, fmt=how.count, limit=SERVICES)


def deadlines(figures: Figures, how: Wording) -> Chart:
    """The share of deadlines kept, per month, with the city's target."""
    wanted, began = figures.targets.get("sla", ("", ""))
    levels = [(_("Target"), wanted), (_("Baseline"), began)]
    known = [(name, display.percent_of(amount)) for name, amount in levels if amount]
    references = [Reference(name, level) for name, level in known if level is not None]
    caption = Caption(
        "deadlines", str(metrics.BY_KEY["sla"].title),
        _("Share of the deadlines of each month's cases that were kept."), _("Month"), _nothing(figures, "sla"),
    )  # fmt: skip
    series = [Series(_("Kept"), tuple(one.amount("sla") for one in figures.months))]
    drawn = line(caption, _months(figures), series, fmt=how.share, references=references, ceiling=1)
    return _long_labels(drawn, figures)


def waiting(figures: Figures, how: Wording) -> Chart:
    """Median days to first response and to resolution, per month."""
    caption = Caption(
        "waiting", _("Days until first response and resolution"),
        _("Median of the cases received in each month, in days of 24 hours."), _("Month"),
        _nothing(figures, "resolution"),
    )  # fmt: skip
    series = [
        Series(name, tuple(_days(one.amount(key)) for one in figures.months))
        for name, key in ((_("First response"), "first_response"), (_("Resolution"), "resolution"))
    ]
    return _long_labels(line(caption, _months(figures), series, fmt=how.number), figures)


def _days(hours: float | None) -> float | None:
    return None if hours is None else round(hours / 24, 1)


def zones(figures: Figures, how: Wording, language: str) -> Chart | None:
    """The zones with most cases."""
    shown = [one for one in figures.zones if not one.suppressed]
    if not shown:
        return None
    items = [Item(display.name_of(one, language), one.amount("received")) for one in shown]
    caption = Caption("zones", _("By colonia"), _("Colonias with most cases received."), _("Colonia"))
    return bars(caption, items, fmt=how.count, limit=ZONES, value_header=_("Cases received"))


def hours(figures: Figures, how: Wording) -> Chart | None:
    """When people report; left out when the time of day was never recorded."""
    if not any(map(sum, figures.hours)):
        return None
    description = _("Cases received by weekday and hour of the day, in the city's time.")
    if figures.hours_missing:
        missing = how.count(figures.hours_missing)
        description += " " + _("The time of day was not recorded for %(count)s cases.") % {"count": missing}
    caption = Caption("hours", _("When people report"), description, _("Weekday"))
    names = [f"{hour}" for hour in range(24)]
    return heat(caption, labels.weekdays(), names, figures.hours, fmt=how.count)


def season(figures: Figures, how: Wording) -> Chart | None:
    """Every month on record, year by year; months before and after what was recorded are gaps."""
    on_record = figures.season
    if len({month[:4] for month in on_record}) < 2:
        return None
    years = range(int(max(on_record)[:4]), int(min(on_record)[:4]) - 1, -1)
    values = [[on_record.get(f"{year}-{month:02d}") for month in range(1, 13)] for year in years]
    caption = Caption(
        "season", _("Season: cases per month, year by year"),
        _("All cases on record up to the end of the period, by month of receipt."), _("Year"),
    )  # fmt: skip
    return heat(caption, [str(year) for year in years], labels.months(), values, fmt=how.count)


def ages(figures: Figures, how: Wording) -> Chart:
    """How long the open cases have been open."""
    caption = Caption(
        "ages",
        _("Open cases by age"),
        _("Cases open at the end of the period, by days since receipt."),
        _("Age"),
        _nothing(figures, "backlog"),
    )
    counted = figures.ages.items()
    items = [Item(labels.age(key), None if count is None else float(count)) for key, count in counted]
    return bars(caption, items, fmt=how.count, value_header=_("Open cases"))


def channels(figures: Figures, how: Wording) -> Chart | None:
    """By which way the cases came in, when there is more than one."""
    if len(figures.channels) < 2:
        return None
    caption = Caption("channels", _("How cases came in"), _("Cases received by channel."), _("Channel"))
    items = [Item(labels.channel(key), float(count)) for key, count in figures.channels.items()]
    return bars(caption, items, fmt=how.count, value_header=_("Cases received"))


def hexagons(figures: Figures, how: Wording) -> Chart | None:
    """Where cases were reported, in hexagons of about 0.7 km²; left out when no case has a position."""
    counted: dict[str, int] = {}
    for cell, count in figures.cells:
        parent = h3.cell_to_parent(cell, MAP_RESOLUTION)
        counted[parent] = counted.get(parent, 0) + count
    if not counted:
        return None
    least = SMALLEST_CELL - 1  # what is fewer than three is one class, “<3”
    areas = [Area(cell, _hexagon(cell), float(max(count, least))) for cell, count in sorted(counted.items())]
    description = _("Cases received per hexagon of about 0.7 km².")
    if figures.without_place:
        missing = how.count(figures.without_place)
        description += " " + _("%(count)s cases have no position.") % {"count": missing}
    caption = Caption("map", _("Where cases were reported"), description, _("H3 cell"))
    headers = (_("H3 cell"), _("Cases received"))
    return choropleth(caption, areas, outline=_outline(), fmt=_at_least(how), headers=headers)


def zone_map(figures: Figures, how: Wording, language: str) -> Chart | None:
    """Shaded colonias, where their outlines are known."""
    counted = {one.key: one for one in figures.zones}
    outlines = dict(
        Zone.objects.filter(key__in=counted, geometry__isnull=False).values_list("key", "geometry")
    )
    if not outlines:
        return None
    areas = [
        Area(display.name_of(one, language), cast(GeoJSON, outlines[key]), _for_map(one))
        for key, one in counted.items()
        if key in outlines
    ]
    caption = Caption(
        "zone-map", _("Cases by colonia"), _("Cases received per colonia, shaded."), _("Colonia")
    )
    headers = (_("Colonia"), _("Cases received"))
    return choropleth(caption, areas, outline=_outline(), fmt=_at_least(how), headers=headers)


def _for_map(zone: Group) -> float:
    """A suppressed zone is drawn in the lightest class and named “<3”."""
    return float(SMALLEST_CELL - 1) if zone.suppressed else zone.amount("received") or 0.0


def _at_least(how: Wording) -> Callable[[float], str]:
    return lambda value: f"<{SMALLEST_CELL}" if value < SMALLEST_CELL else how.count(value)


def _hexagon(cell: str) -> GeoJSON:
    ring = [[longitude, latitude] for latitude, longitude in h3.cell_to_boundary(cell)]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _outline() -> GeoJSON | None:
    municipality = Municipality.objects.only("geometry").first()
    return municipality.geometry or None if municipality else None


def _months(figures: Figures) -> list[str]:
    years = {one.key[:4] for one in figures.months}
    return [labels.bucket(one.key, with_year=len(years) > 1) for one in figures.months]


def _long_labels(chart: Chart, figures: Figures) -> Chart:
    """The table spells out the months that the axis abbreviates."""
    names = [labels.bucket_long(one.key) for one in figures.months]
    return chart.relabelled(names)


def _nothing(figures: Figures, key: str) -> str:
    value = figures.total.values[key]
    return display.reason(value.reason) if value.amount is None else ""


def by_key(charts: Sequence[Chart]) -> dict[str, Chart]:
    return {chart.key: chart for chart in charts}
