"""Points to zones in memory: the outline and an STRtree, rebuilt in each process when the zones change.

`Municipality.revision` is a fresh random number at every load, not a count: so no two loads share one, not even
across databases or after a rollback, and comparing it (one read by primary key) is enough.
"""

import secrets
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic

import shapely
from shapely import STRtree
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from casetypes.places.models import Municipality, Zone


@dataclass(frozen=True)
class ZoneIndex:
    """Immutable once built; `zones[i]` has the area `areas[i]`."""

    outline: BaseGeometry | None = None
    zones: tuple[Zone, ...] = ()
    areas: tuple[BaseGeometry, ...] = field(default=(), repr=False)

    @cached_property
    def tree(self) -> STRtree:
        return STRtree(self.areas)

    def inside(self, latitude: float, longitude: float) -> bool:
        """Every point is inside where no outline is known."""
        return self.outline is None or bool(self.outline.intersects(Point(longitude, latitude)))

    def zone_at(self, latitude: float, longitude: float) -> Zone | None:
        """Where areas overlap, the smallest one."""
        if not self.areas:
            return None
        found = self.tree.query(Point(longitude, latitude), predicate="intersects")
        return self.zones[min(found, key=lambda row: self.areas[row].area)] if len(found) else None


CHECK_EVERY = 2.0  # seconds: how long a process may be behind an import made by another one

_built: tuple[int, ZoneIndex] | None = None
_keys: dict[int, str] = {}
_checked_at = -CHECK_EVERY


def current() -> ZoneIndex:
    """The index of what the database holds; whether it changed is asked at most every two seconds."""
    global _built, _checked_at
    if _built is not None and monotonic() - _checked_at < CHECK_EVERY:
        return _built[1]
    _checked_at = monotonic()
    revision = Municipality.objects.values_list("revision", flat=True).first()
    if revision is None:
        return ZoneIndex()
    built = _built
    if built is None or built[0] != revision:
        built = _built = (revision, _build())
    return built[1]


def new_revision() -> int:
    return secrets.randbelow(2**31 - 1) + 1


def forget() -> None:
    """Make this process ask at once: after a load, and between tests, whose rows are rolled back."""
    global _checked_at
    _checked_at = -CHECK_EVERY
    _keys.clear()


def key_of(zone_id: int) -> str:
    """The key of a zone by its number: kept, because neither ever changes."""
    if zone_id not in _keys:
        _keys[zone_id] = Zone.objects.values_list("key", flat=True).get(pk=zone_id)
    return _keys[zone_id]


def invalidate() -> None:
    """Make every process rebuild its index; call it in the transaction that changes zones."""
    forget()
    Municipality.objects.update(revision=new_revision())


def _build() -> ZoneIndex:
    geometry = Municipality.objects.values_list("geometry", flat=True).first()
    outline = shape(geometry) if geometry else None
    if outline is not None:
        shapely.prepare(outline)
    zones = tuple(Zone.objects.filter(active=True, geometry__isnull=False))
    areas = tuple(shape(zone.geometry or {}) for zone in zones)
    shapely.prepare(list(areas))
    return ZoneIndex(outline, zones, areas)
