"""Loading the outline and the zones of a city. Every load is one transaction and makes the index new."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import shapely
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casetypes.kernel.errors import Invalid
from casetypes.kernel.text import normalise, slug
from casetypes.places import geometry, index, postal_codes
from casetypes.places.models import Municipality, Zone
from casetypes.places.zone_files import Rejected, ZoneColumns, read_zones

KEPT = ("kind", "name", "search_name", "postal_code", "geometry", "latitude", "longitude", "source", "active")


class ZoneSource(Protocol):
    """What city.yaml says of one kind of zone."""

    names: str | list[str] | None
    state: str | None
    municipality: str | None
    file: str | None
    key: str | None
    name: str | None
    postal_code: str | None


class City(Protocol):
    """What is read of city.yaml; `definitions.schema.city.City` is one."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> Mapping[str, str]: ...
    @property
    def boundary(self) -> str | None: ...
    @property
    def zones(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class ZoneReport:
    """What an import did: zones by outcome, and what was refused with its reason."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    retired: int = 0
    rejected: tuple[Rejected, ...] = ()

    @property
    def accepted(self) -> int:
        return self.created + self.updated + self.unchanged


def load_municipality(city: City, folder: Path) -> Municipality:
    """The outline that city.yaml names (`boundary`, relative to `folder`). Loading the same again changes nothing.

    Raises Invalid for a file without an area, OSError for one that cannot be read.
    """
    outline, credit = _outline(folder / city.boundary) if city.boundary else ({}, "")
    with transaction.atomic():
        Municipality.objects.exclude(key=city.key).delete()
        known = Municipality.objects.select_for_update().filter(key=city.key).first()
        loaded = Municipality(
            key=city.key, name=dict(city.name), geometry=outline, credit=credit, revision=index.new_revision()
        )
        if known and all(
            getattr(known, each) == getattr(loaded, each) for each in ("name", "geometry", "credit")
        ):
            return known
        loaded.save(force_insert=known is None, force_update=known is not None)
        index.forget()
    return loaded


def load_zones(city: City, folder: Path) -> dict[str, ZoneReport]:
    """Every kind of zone that city.yaml names. Names never push out areas that were imported before."""
    return {kind: _load_kind(kind, source, folder) for kind, source in city.zones.items()}


def import_zones(
    path: Path,
    *,
    columns: ZoneColumns = ZoneColumns(),  # noqa: B008  (frozen)
    kind: str = "colonia",
    watch: Callable[[Iterable[Any]], Iterable[Any]] = iter,
) -> ZoneReport:
    """The areas of a GeoJSON file become the zones of that kind; what the file lacks is retired, never deleted.

    `watch` wraps the features, for a progress bar. Raises Invalid when not one area could be taken.
    """
    features = geometry.read_features(path)
    zones, rejected = read_zones(watch(features), columns, kind=kind, outline=index.current().outline)
    if not zones:
        raise Invalid(
            _("%(file)s holds no area that can be used; nothing was changed.") % {"file": path.name}
        )
    for zone in zones:
        zone.source = f"file:{path.name}"[:60]
    return _replace(kind, zones, tuple(rejected))


def _load_kind(kind: str, source: ZoneSource, folder: Path) -> ZoneReport:
    if source.file:
        columns = ZoneColumns(key=source.key, name=source.name or "name", postal_code=source.postal_code)
        return import_zones(folder / source.file, columns=columns, kind=kind)
    if Zone.objects.filter(kind=kind, active=True, geometry__isnull=False).exists():
        return ZoneReport(unchanged=Zone.objects.filter(kind=kind, active=True).count())
    if isinstance(source.names, list):
        return _replace(kind, [_listed(kind, name) for name in source.names])
    if not source.state or not source.municipality:
        raise Invalid(_("Zones by postal code need a state and a municipality in city.yaml."))
    named = [_named(kind, each) for each in postal_codes.settlements(source.state, source.municipality)]
    if not named:
        where = {"municipality": source.municipality, "state": source.state}
        raise Invalid(
            _("There are no postal codes of %(municipality)s, %(state)s. Check both names.") % where
        )
    return _replace(kind, named)


def _listed(kind: str, name: str) -> Zone:
    """A zone that city.yaml names itself; its key is the one that its polygon will have."""
    return Zone(key=slug(name), kind=kind, name=name, search_name=normalise(name), source="city.yaml")


def _named(kind: str, settlement: postal_codes.Settlement) -> Zone:
    return Zone(
        key=slug(f"{settlement.name} {settlement.postal_code}"),
        kind=kind,
        name=settlement.name,
        search_name=normalise(settlement.name),
        postal_code=settlement.postal_code,
        source=postal_codes.SOURCE,
    )


@transaction.atomic
def _replace(kind: str, zones: list[Zone], rejected: tuple[Rejected, ...] = ()) -> ZoneReport:
    known = {zone.key: zone for zone in Zone.objects.select_for_update()}
    wanted = {zone.key: _with_accents(zone, known.get(zone.key)) for zone in zones}
    created = [zone for key, zone in wanted.items() if key not in known]
    updated = [zone for key, zone in wanted.items() if key in known and not _same(known[key], zone)]
    retired = Zone.objects.filter(kind=kind, active=True).exclude(key__in=wanted).update(active=False)
    Zone.objects.bulk_create(
        [*created, *updated], update_conflicts=True, unique_fields=["key"], update_fields=KEPT, batch_size=500
    )
    if created or updated or retired:
        index.invalidate()
    unchanged = len(wanted) - len(created) - len(updated)
    return ZoneReport(len(created), len(updated), unchanged, retired, rejected)


def _with_accents(zone: Zone, known: Zone | None) -> Zone:
    """Files in capitals often drop accents: a name that differs from the known one in nothing else keeps them."""
    if known and known.search_name == zone.search_name and _accents(known.name) > _accents(zone.name):
        zone.name = known.name
    return zone


def _accents(text: str) -> int:
    return sum(unicodedata.combining(char) > 0 for char in unicodedata.normalize("NFKD", text))


def _same(one: Zone, other: Zone) -> bool:
    return all(getattr(one, each) == getattr(other, each) for each in KEPT)


def _outline(path: Path) -> tuple[dict[str, Any], str]:
    features = geometry.read_features(path)
    try:
        areas = [geometry.area(feature.get("geometry")) for feature in features]
    except geometry.NoArea as error:
        raise Invalid(
            _("%(file)s is no outline: %(reason)s") % {"file": path.name, "reason": error}
        ) from error
    if not areas:
        raise Invalid(_("%(file)s is empty: the outline is missing.") % {"file": path.name})
    credits = (feature.get("properties") or {} for feature in features)
    credit = next((str(each["credit"]) for each in credits if each.get("credit")), "")
    return geometry.as_geojson(shapely.union_all(areas)), re.sub(r"\s+", " ", credit)[:300]
