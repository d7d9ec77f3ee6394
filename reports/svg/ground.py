"""What a map stands on: the view, the municipal outline, the scale bar and the locator."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shapely.geometry import box as rectangle
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import make_valid

from reports.svg import ink, projection
from reports.svg.chart import SIZE, WIDTH
from reports.svg.elements import el, label

HEIGHT = 340.0
GeoJSON = dict[str, Any]
TRIM = 0.02
WORTH_TRIMMING = 0.3
SHEET = rectangle(0, 0, WIDTH, HEIGHT)
BLEED = rectangle(-4, -4, WIDTH + 4, HEIGHT + 4)


@dataclass(frozen=True)
class Ground:
    """`below` is drawn first (the land), `above` last (scale bar, locator)."""

    view: projection.Projection
    below: list[str]
    above: list[str]


def sound(geometry: GeoJSON) -> BaseGeometry:
    """The shape, mended where its rings cross."""
    made = shape(geometry)
    return made if made.is_valid else make_valid(made)


def view_of(shapes: Sequence[BaseGeometry], weights: Sequence[float]) -> projection.Box:
    """The box of all shapes; of those that hold 96 % of the weight when that box is far smaller.

    A far-away village with two reports must not shrink the whole city to a dot; the table still has it.
    """
    centres = [one.centroid for one in shapes]
    whole = _box(shapes)
    west, east = _middle([c.x for c in centres], weights)
    south, north = _middle([c.y for c in centres], weights)
    pairs = zip(shapes, centres, strict=True)
    kept = [one for one, c in pairs if west <= c.x <= east and south <= c.y <= north]
    close = _box(kept) if kept else whole
    return close if _area(close) < WORTH_TRIMMING * _area(whole) else whole


def _box(shapes: Sequence[BaseGeometry]) -> projection.Box:
    boxes = [one.bounds for one in shapes]
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _area(box: projection.Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _middle(places: Sequence[float], weights: Sequence[float]) -> tuple[float, float]:
    """Where the weight begins and ends, two hundredths left out on either side."""
    total = sum(weights)
    pairs = sorted(zip(places, weights if total > 0 else [1.0] * len(places), strict=True))
    total = sum(weight for _place, weight in pairs)
    low, high, run = pairs[0][0], pairs[-1][0], 0.0
    for place, weight in pairs:
        if run <= total * TRIM:
            low = place
        if run < total * (1 - TRIM):
            high = place
        run += weight
    return low, high


def ground(box: projection.Box, outline: GeoJSON | None, slug: str, pad: float = 10.0) -> Ground:
    """The land of `outline` as far as the view shows it; without an outline an empty sheet."""
    view = projection.fit(box, WIDTH, HEIGHT, pad)
    clip = el("clipPath", el("rect", width=WIDTH, height=HEIGHT, rx=6), id=f"{slug}-c")
    sheet = el("rect", width=WIDTH, height=HEIGHT, rx=6, class_="c-land", fill=ink.LAND)
    below, above = [el("defs", clip), sheet], [_scale_bar(view)]
    if outline is None:
        return Ground(view, below, above)
    land = sound(outline)
    if d := projection.path(in_view(land, view, BLEED)):
        paint = {"class_": "c-p c-b", "fill": ink.SURFACE, "stroke": ink.BORDER}
        below.append(el("g", el("path", d=d, **paint), clip_path=f"url(#{slug}-c)"))
    return Ground(view, below, [*above, *_locator(land, view)])


def in_view(geometry: BaseGeometry, view: projection.Projection, sheet: BaseGeometry = SHEET) -> BaseGeometry:
    """The shape in drawing units, thinned out, as far as it lies on the sheet."""
    drawn = view.shape(geometry).simplify(0.4)
    west, north, east, south = drawn.bounds or (0.0, 0.0, 0.0, 0.0)
    if west >= 0 and north >= 0 and east <= WIDTH and south <= HEIGHT:
        return drawn
    return (drawn if drawn.is_valid else make_valid(drawn)).intersection(sheet)


def _scale_bar(view: projection.Projection) -> str:
    """A round number of kilometres, about a quarter of the width."""
    wanted = WIDTH / 4 / view.units_per_km
    power = 10.0 ** math.floor(math.log10(wanted))
    km = next(power * factor for factor in (5, 2, 1) if power * factor <= wanted)
    long = km * view.units_per_km
    words = f"{km:g} km" if km >= 1 else f"{km * 1000:g} m"
    y = HEIGHT - 12
    bar = el(
        "path",
        d=f"M12 {y - 4:.1f}v4h{long:.1f}v-4",
        fill="none",
        class_="c-r",
        stroke=ink.TEXT,
        stroke_width=1.5,
    )
    return bar + label(words, 12 + long / 2, y - 7, anchor="middle", font_size=SIZE - 1)


def _locator(land: BaseGeometry, view: projection.Projection) -> list[str]:
    """A small whole outline with the view as a rectangle, when the view is a small part of it."""
    drawn = view.shape(land).bounds
    if (drawn[2] - drawn[0]) * (drawn[3] - drawn[1]) < 2.5 * WIDTH * HEIGHT:
        return []
    wide, high = 84.0, 84.0
    left, top = WIDTH - wide - 8, 8.0
    small = projection.fit(land.bounds, wide, high, 5)
    west, north = _degrees(view, 0, 0)
    east, south = _degrees(view, WIDTH, HEIGHT)
    x1, y1 = small.point(west, north)
    x2, y2 = small.point(east, south)
    x1, y1, x2, y2 = max(0, x1), max(0, y1), min(wide, x2), min(high, y2)
    parts = [
        el("rect", width=wide, height=high, rx=4, class_="c-p c-g", fill=ink.SURFACE, stroke=ink.GRID),
        el(
            "path",
            d=projection.path(small.shape(land).simplify(0.4)),
            class_="c-land c-b",
            fill=ink.LAND,
            stroke=ink.BORDER,
        ),
        el(
            "rect",
            x=x1,
            y=y1,
            width=max(3.0, x2 - x1),
            height=max(3.0, y2 - y1),
            fill="none",
            stroke_width=1.5,
            **ink.line(1),
        ),
    ]
    return [el("g", *parts, transform=f"translate({left:g} {top:g})")]


def _degrees(view: projection.Projection, x: float, y: float) -> tuple[float, float]:
    return (x - view.dx) / (view.squeeze * view.scale) + view.west, view.north - (y - view.dy) / view.scale
