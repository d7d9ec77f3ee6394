"""Maps: shaded zones or hexagons, or bubbles, over the municipal outline, with a scale bar and a locator."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from reports.svg import ink, projection
from reports.svg.chart import WIDTH, Caption, Chart, Format, Item, Table, drawing, empty, plain, shown
from reports.svg.elements import el, text_of
from reports.svg.ground import HEIGHT, GeoJSON, ground, in_view, sound, view_of
from reports.svg.keys import class_key, hatch
from reports.svg.scale import class_of, classes, clean, known


@dataclass(frozen=True)
class Area:
    """A zone or a hexagon: GeoJSON geometry (longitude first) and its value; None is “not recorded”."""

    label: str
    geometry: GeoJSON
    value: float | None
    note: str = ""


@dataclass(frozen=True)
class Spot:
    """A place with a count."""

    label: str
    longitude: float
    latitude: float
    value: float


def choropleth(
    caption: Caption,
    areas: Sequence[Area],
    *,
    outline: GeoJSON | None = None,
    fmt: Format = plain,
    headers: tuple[str, str] | None = None,
    hover: bool = True,
) -> Chart:
    """Areas shaded in at most five classes; the view shows the areas, the locator the whole outline."""
    table = _twin([(a.label, a.value, a.note) for a in areas], fmt, headers)
    cleaned = [(area, clean(area.value)) for area in areas]
    if not areas:
        return empty(caption, "map", table)
    shapes = [sound(area.geometry) for area in areas]
    frame = ground(view_of(shapes, [value or 0.0 for _area, value in cleaned]), outline, caption.slug)
    bounds = classes(known([value for _area, value in cleaned]))
    body = [hatch(caption.slug), *frame.below]
    body += _shaded(cleaned, shapes, frame.view, bounds, f"url(#{caption.slug}-h)", fmt if hover else None)
    missing = any(value is None for _area, value in cleaned)
    key, used = class_key(bounds, fmt, HEIGHT + 10, caption.slug if missing else "")
    svg = drawing(caption, "map", (WIDTH, HEIGHT + 10 + used), [*body, *frame.above, key])
    return Chart(svg, table, caption.title, caption.description, caption.key)


def bubbles(
    caption: Caption,
    spots: Sequence[Spot],
    *,
    outline: GeoJSON | None = None,
    fmt: Format = plain,
    headers: tuple[str, str] | None = None,
) -> Chart:
    """Circles whose area is the value; the smallest lie on top."""
    table = _twin([(spot.label, spot.value, "") for spot in spots], fmt, headers)
    drawn = sorted((s for s in spots if (clean(s.value) or 0.0) > 0), key=lambda s: -s.value)
    if not drawn:
        return empty(caption, "map", table)
    longitudes, latitudes = [s.longitude for s in drawn], [s.latitude for s in drawn]
    box = (min(longitudes), min(latitudes), max(longitudes), max(latitudes))
    frame = ground(box, outline, caption.slug, pad=26)
    circles = []
    for spot in drawn:
        x, y = frame.view.point(spot.longitude, spot.latitude)
        name = el("title", text_of(f"{spot.label}: {fmt(spot.value)}"))
        circles.append(
            el("circle", name, cx=x, cy=y, r=max(2.0, 22 * math.sqrt(spot.value / drawn[0].value)))
        )
    paint = ink.series(0)
    body = [*frame.below, el("g", *circles, fill_opacity="0.55", stroke=ink.SURFACE, **paint), *frame.above]
    svg = drawing(caption, "map", (WIDTH, HEIGHT + 6), body)
    return Chart(svg, table, caption.title, caption.description, caption.key)


def _twin(
    rows: Sequence[tuple[str, float | None, str]], fmt: Format, headers: tuple[str, str] | None
) -> Table:
    ordered = sorted(rows, key=lambda row: (-(clean(row[1]) or 0.0), row[0]))
    body = tuple((name, shown(Item(name, clean(value), note), fmt)) for name, value, note in ordered)
    return Table(headers or (_("Place"), _("Value")), body, frozenset({1}))


def _shaded(
    cleaned: Sequence[tuple[Area, float | None]],
    shapes: Sequence[BaseGeometry],
    view: projection.Projection,
    bounds: Sequence[float],
    gap_fill: str,
    hover: Format | None,
) -> list[str]:
    """The areas grouped by class; with `hover` each carries its name and value."""
    groups: dict[int, list[str]] = {}
    for (area, value), geometry in zip(cleaned, shapes, strict=True):
        d = projection.path(in_view(geometry, view), smallest=0.05)
        if not d:
            continue
        step = -1 if value is None else class_of(value, bounds)
        words = f"{area.label}: {shown(Item(area.label, value, area.note), hover)}" if hover else ""
        groups.setdefault(step, []).append(el("path", el("title", text_of(words)), d=d) if words else d)
    painted = []
    for step, parts in sorted(groups.items()):
        paint = ink.ramp(step, len(bounds)) if step >= 0 else {"fill": gap_fill}
        painted.append(el("g", *parts, **paint) if hover else el("path", d="".join(parts), **paint))
    return [el("g", *painted, class_="c-e", stroke=ink.SURFACE, stroke_width=0.7)] if painted else []
