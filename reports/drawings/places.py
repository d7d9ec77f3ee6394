"""The drawings of where: hexagons, shaded zones, the zones with most cases and those that wait longest."""

from collections.abc import Callable, Mapping
from typing import cast

import h3
from django.utils.translation import gettext as _

from casetypes.places.models import Municipality, Zone
from reports.counting.figures import SMALLEST_CELL, Figures, Group
from reports.drawings.compared import judged
from reports.svg.bars import bars
from reports.svg.chart import Caption, Chart, Format, Item
from reports.svg.ground import GeoJSON
from reports.svg.map import Area, choropleth
from reports.wording import Wording
from reports.words import display
from reports.zones import words as zone_words

MAP_RESOLUTION = 8  # hexagons of about 0.7 km²
ZONES = 10


def all_charts(figures: Figures, how: Wording, language: str) -> list[Chart | None]:
    """About five queries, for the outlines."""
    return [
        hexagons(figures, how), zone_map(figures, how, language), waiting_map(figures, how, language),
        deadline_map(figures, how, language), zones(figures, how, language),
    ]  # fmt: skip


def zones(figures: Figures, how: Wording, language: str) -> Chart | None:
    """The zones with most cases."""
    shown = [one for one in figures.zones if not one.suppressed]
    if not shown:
        return None
    items = [Item(display.name_of(one, language), one.amount("received")) for one in shown]
    called = zone_words()
    title = _("Most cases, by %(zone)s") % {"zone": called.one}
    caption = Caption("zones", title, _("Those with most cases received."), called.title)
    return bars(caption, items, fmt=how.count, limit=ZONES, value_header=_("Cases received"))


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
    areas = _areas(figures, language, _for_map)
    if not areas:
        return None
    called = zone_words()
    caption = Caption(
        "zone-map",
        _("Cases by %(zone)s") % {"zone": called.one},
        _("Cases received, shaded by number."),
        called.title,
    )
    headers = (called.title, _("Cases received"))
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


def waiting_map(figures: Figures, how: Wording, language: str) -> Chart | None:
    """Where people wait longest: the median of each zone, shaded."""
    title = _("Time to resolution, by %(zone)s")
    description = _(
        "Median of the cases closed as done; darker is longer. Zones with few of them are hatched."
    )
    return _judged_map(figures, "resolution", ("zone-waiting", title, description), how.hours, language)


def deadline_map(figures: Figures, how: Wording, language: str) -> Chart | None:
    """Where deadlines are missed most: the share not kept, shaded."""
    title = _("Deadlines missed, by %(zone)s")
    description = _("Share of the decided deadlines that were not kept. Zones with few of them are hatched.")
    return _judged_map(figures, "sla", ("zone-deadlines", title, description), how.share, language)


def _judged_map(
    figures: Figures, key: str, words: tuple[str, str, str], fmt: Format, language: str
) -> Chart | None:
    known = judged(figures.zones, key)
    if len(known) < 2:
        return None
    values = {one.key: 1 - amount if key == "sla" else amount for one, amount in known}
    areas = _areas(figures, language, lambda one: values.get(one.key))
    if not areas:
        return None
    called = zone_words()
    slug, title, description = words
    caption = Caption(slug, title % {"zone": called.one}, description, called.title)
    headers = (called.title, _("Share missed") if key == "sla" else _("Median"))
    return choropleth(caption, areas, outline=_outline(), fmt=fmt, headers=headers)


def _areas(figures: Figures, language: str, value: Callable[[Group], float | None]) -> list[Area]:
    """The zones whose outlines are known."""
    counted = {one.key: one for one in figures.zones}
    found = Zone.objects.filter(key__in=counted, geometry__isnull=False).values_list("key", "geometry")
    outlines: Mapping[str, object] = dict(found)
    return [
        Area(display.name_of(one, language), cast(GeoJSON, outlines[key]), value(one))
        for key, one in counted.items()
        if key in outlines
    ]
