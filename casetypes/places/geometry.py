"""GeoJSON geometries as shapely sees them. Longitude first, as in GeoJSON; degrees of WGS 84."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely
from django.utils.translation import gettext_lazy as _
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

from casetypes.kernel.errors import Invalid

DECIMALS = 6  # about ten centimetres
Area = Polygon | MultiPolygon


class NoArea(Invalid):
    """A geometry that encloses nothing; the message says why, in words for a report."""

    code = "no-area"
    default_message = "This is not an area."


def read_features(path: Path) -> list[Mapping[str, Any]]:
    """The features of a GeoJSON file. Raises Invalid when it is no FeatureCollection, OSError when unreadable."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise Invalid(
            _("%(file)s is not GeoJSON: %(reason)s") % {"file": path.name, "reason": error}
        ) from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise Invalid(_("%(file)s needs to be a GeoJSON FeatureCollection.") % {"file": path.name})
    return features


def area(geometry: object) -> Area:
    """The polygons of a GeoJSON geometry, mended where lines cross. Raises NoArea."""
    if not isinstance(geometry, dict):
        raise NoArea(_("it has no geometry"))
    try:
        found = shape(geometry)
    except Exception as error:  # shapely raises whatever numpy or GEOS raised
        raise NoArea(_("its coordinates cannot be read")) from error
    if not found.is_valid:
        found = shapely.make_valid(found)
    polygons = [polygon for polygon in _polygons(found) if polygon.area > 0]
    if not polygons:
        raise NoArea(_("it is a %(kind)s, not an area") % {"kind": geometry.get("type", "?")})
    whole = polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
    west, south, east, north = whole.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise NoArea(_("its coordinates are not degrees of longitude and latitude (WGS 84)"))
    return whole


def as_geojson(found: BaseGeometry) -> dict[str, Any]:
    """A geometry ready for JSON, with six decimals."""
    rounded = shapely.transform(found, lambda points: points.round(DECIMALS))
    return json.loads(json.dumps(mapping(rounded)))


def _polygons(found: BaseGeometry) -> Iterator[Polygon]:
    if isinstance(found, Polygon):
        yield found
    for part in getattr(found, "geoms", ()):
        yield from _polygons(part)
