"""Reading places: where a point lies, which zones a word means, and what a map draws. Latitude always first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import h3
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, FloatField, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from shapely.geometry import shape

from casetypes.kernel.errors import Invalid, NotFound
from casetypes.kernel.text import normalise
from casetypes.places import index
from casetypes.places.geometry import as_geojson
from casetypes.places.models import Municipality, Zone

CELL_RESOLUTION = 9  # hexagons of about 0.1 km²
ALIKE = 0.45  # how much of a word must agree for a slip of the finger to be forgiven
MAP_TOLERANCE = 0.0003  # degrees, about 30 m


class OutsideMunicipality(Invalid):
    """The point lies in another municipality; `extra["hint"]` is "swapped" or "sign" when that explains it."""

    code = "outside-municipality"
    default_message = "This place is outside the municipality."


@dataclass(frozen=True)
class Placement:
    """Where a point lies. `zone` is None where no polygon covers it; `cell` is the h3 hexagon, resolution 9."""

    inside: bool
    zone: Zone | None
    cell: str


@dataclass(frozen=True)
class ZoneMatch:
    """A zone that a search found; the point is known only where its area is."""

    key: str
    name: str
    postal_code: str
    latitude: float | None = None
    longitude: float | None = None

    @property
    def label(self) -> str:
        return f"{self.name} {self.postal_code}".strip()


def locate(latitude: float, longitude: float) -> Placement:
    """Never refuses: see `place` for that. Costs no query while the index is fresh."""
    return _locate(index.current(), latitude, longitude)


def locate_all(points: Iterable[tuple[float, float]]) -> Iterator[Placement]:
    """Many (latitude, longitude) against the zones as they are at the first one: for imports and figures."""
    found = index.current()
    return (_locate(found, latitude, longitude) for latitude, longitude in points)


def place(latitude: float, longitude: float) -> Placement:
    """Like `locate`, for a point that must lie in the municipality. Raises OutsideMunicipality."""
    found = locate(latitude, longitude)
    if not found.inside:
        hint, message = _why_outside(latitude, longitude)
        raise OutsideMunicipality(message, fields={"": [message]}, extra={"hint": hint})
    return found


def inside_municipality(latitude: float, longitude: float) -> bool:
    """Every point of the earth is where the city has no outline loaded."""
    return _are_degrees(latitude, longitude) and index.current().inside(latitude, longitude)


def get_zone(key: str) -> Zone:
    """Active or not, because old cases keep theirs. Raises NotFound."""
    zone = Zone.objects.filter(key=key).first()
    if zone is None:
        raise NotFound(_("There is no zone “%(key)s”.") % {"key": key})
    return zone


def search_zones(text: str, limit: int = 10) -> list[ZoneMatch]:
    """Active zones by name or postal code: those that begin so, then those that contain it, then slips."""
    wanted = normalise(text)
    if len(wanted) < 2:
        return []
    zones = _by_postal_code(wanted) if wanted.isdigit() else _by_name(wanted)
    fields = ("key", "name", "postal_code", "latitude", "longitude")
    return [ZoneMatch(*row) for row in zones.values_list(*fields)[: max(1, min(limit, 50))]]


def zone_choices(kind: str = "") -> list[tuple[str, str]]:
    """(key, "name postal-code") of the active zones, in the order of their names."""
    zones = Zone.objects.filter(active=True, **({"kind": kind} if kind else {}))
    return [(zone.key, str(zone)) for zone in zones.only("key", "name", "postal_code")]


def boundary_geojson() -> dict[str, Any]:
    """The outline as a GeoJSON Feature with `name` and `credit`; its geometry is null where none is loaded."""
    municipality = Municipality.objects.first()
    if municipality is None:
        return {"type": "Feature", "properties": {"name": {}, "credit": ""}, "geometry": None}
    properties = {"key": municipality.key, "name": municipality.name, "credit": municipality.credit}
    return {"type": "Feature", "properties": properties, "geometry": municipality.geometry or None}


def zones_geojson(simplified: bool = True) -> dict[str, Any]:
    """The zones whose area is known, as a FeatureCollection; simplified to about 30 m for maps of the city."""
    revision = Municipality.objects.values_list("revision", flat=True).first()
    return _collection(revision, simplified) if revision else _features(simplified)


@lru_cache(maxsize=2)
def _collection(revision: int, simplified: bool) -> dict[str, Any]:
    return _features(simplified)


def _features(simplified: bool) -> dict[str, Any]:
    features = []
    for zone in Zone.objects.filter(active=True, geometry__isnull=False):
        geometry = zone.geometry or {}
        if simplified:
            geometry = as_geojson(shape(geometry).simplify(MAP_TOLERANCE))
        properties = {"key": zone.key, "name": zone.name, "postal_code": zone.postal_code}
        features.append({"type": "Feature", "id": zone.key, "properties": properties, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def _by_postal_code(digits: str) -> QuerySet[Zone]:
    found = Zone.objects.filter(active=True, postal_code__startswith=digits[:5])
    return found.order_by("postal_code", "search_name")


def _by_name(wanted: str) -> QuerySet[Zone]:
    rank = Case(
        When(search_name__startswith=wanted, then=Value(0)),
        When(search_name__contains=f" {wanted}", then=Value(1)),
        When(search_name__contains=wanted, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    alike = Case(
        When(search_name__contains=wanted, then=Value(1.0)),
        default=TrigramWordSimilarity(wanted, "search_name"),
        output_field=FloatField(),
    )
    near = Q(search_name__contains=wanted) | Q(search_name__trigram_word_similar=wanted) | Q(alike__gte=ALIKE)
    found = Zone.objects.filter(active=True).annotate(rank=rank, alike=alike).filter(near)
    return found.order_by("rank", F("alike").desc(), "search_name", "postal_code")


def _locate(found: index.ZoneIndex, latitude: float, longitude: float) -> Placement:
    if not _are_degrees(latitude, longitude):
        return Placement(inside=False, zone=None, cell="")
    inside = found.inside(latitude, longitude)
    zone = found.zone_at(latitude, longitude) if inside else None
    return Placement(inside, zone, h3.latlng_to_cell(latitude, longitude, CELL_RESOLUTION))


def _are_degrees(latitude: float, longitude: float) -> bool:
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _why_outside(latitude: float, longitude: float) -> tuple[str, object]:
    if inside_municipality(longitude, latitude):
        return "swapped", _("Latitude and longitude seem to be swapped: latitude comes first.")
    if inside_municipality(latitude, -longitude):
        return "sign", _("The longitude seems to lack its minus sign: in Mexico it is below zero.")
    text = _("This place is outside the municipality. Move the pin, or ask the city it belongs to.")
    return "", text
