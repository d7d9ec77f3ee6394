"""Longitudes and latitudes to the drawing: equirectangular, scaled by the cosine of the middle latitude.

Good to a few metres over a municipality; shapes keep north up.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

KM_PER_DEGREE = 111.32
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Projection:
    """`scale` is drawing units per degree of latitude; the north-west corner lands on (dx, dy)."""

    west: float
    north: float
    scale: float
    squeeze: float
    dx: float = 0.0
    dy: float = 0.0

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        x = (longitude - self.west) * self.squeeze * self.scale + self.dx
        return x, (self.north - latitude) * self.scale + self.dy

    def shape(self, geometry: BaseGeometry) -> BaseGeometry:
        """The geometry in drawing units."""
        factors = np.array([self.squeeze * self.scale, -self.scale])
        origin = np.array([self.west, self.north])
        offset = np.array([self.dx, self.dy])
        return shapely.transform(geometry, lambda spots: (spots - origin) * factors + offset)

    @property
    def units_per_km(self) -> float:
        return self.scale / KM_PER_DEGREE


def fit(box: Box, wide: float, high: float, pad: float = 6.0) -> Projection:
    """The projection that shows `box` (west, south, east, north) centred in wide × high units."""
    west, south, east, north = box
    squeeze = max(0.05, math.cos(math.radians((south + north) / 2)))
    across, down = max((east - west) * squeeze, 1e-4), max(north - south, 1e-4)
    scale = min((wide - 2 * pad) / across, (high - 2 * pad) / down)
    dx, dy = (wide - (east - west) * squeeze * scale) / 2, (high - (north - south) * scale) / 2
    return Projection(west, north, scale, squeeze, dx, dy)


def rings(geometry: BaseGeometry, smallest: float = 0.0) -> Iterator[list[tuple[float, float]]]:
    """Every ring of a polygon or multipolygon whose area is at least `smallest` square units."""
    for polygon in getattr(geometry, "geoms", [geometry]):
        if polygon.geom_type != "Polygon" or polygon.is_empty or polygon.area < smallest:
            continue
        yield list(polygon.exterior.coords)
        for inner in polygon.interiors:
            yield list(inner.coords)


def path(geometry: BaseGeometry, smallest: float = 0.0) -> str:
    """Path data with relative moves of one decimal, each from its true place: errors do not add up."""
    out = []
    for ring in rings(geometry, smallest):
        spots = [(round(x, 1), round(y, 1)) for x, y in ring[:-1]]
        start = spots[0]
        parts = [f"M{start[0]:g} {start[1]:g}"]
        before = start
        for spot in spots[1:]:
            if spot == before:
                continue
            parts.append(f"l{round(spot[0] - before[0], 1):g} {round(spot[1] - before[1], 1):g}")
            before = spot
        out.append("".join(parts) + "z")
    return "".join(out)
