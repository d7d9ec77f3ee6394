"""The features of a GeoJSON file as zones: keys, readable names, and a reason for each one refused."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from casetypes.kernel.text import normalise, slug
from casetypes.places.geometry import NoArea, area, as_geojson
from casetypes.places.models import Zone

LONGEST_NAME = 160
SMALL_WORDS = {"a", "al", "de", "del", "e", "el", "en", "la", "las", "los", "o", "y"}
ROMAN = re.compile(r"^(?=[ivxlc])(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$", re.IGNORECASE)


@dataclass(frozen=True)
class ZoneColumns:
    """Which properties of a feature hold the name, its postal code and, if there is one, a key of its own."""

    name: str = "NOMBRE"
    postal_code: str | None = "CP"
    key: str | None = None


@dataclass(frozen=True)
class Rejected:
    """A feature that was refused: its place in the file (from 1), what it is called, why."""

    number: int
    name: str
    reason: str


def read_zones(
    features: Iterable[Mapping[str, Any]],
    columns: ZoneColumns,
    *,
    kind: str,
    outline: BaseGeometry | None = None,
) -> tuple[list[Zone], list[Rejected]]:
    """Unsaved zones, and what was refused. A name repeated within a postal code gets -2, -3 … in file order.

    With `outline`, an area that does not touch it is refused.
    """
    zones: list[Zone] = []
    rejected: list[Rejected] = []
    taken: set[str] = set()
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") or {}
        name = _text(properties.get(columns.name))
        try:
            zone = _zone(feature, columns, kind, outline)
            zone.key = _key(zone, properties, columns, taken)
        except NoArea as error:
            rejected.append(Rejected(number, name or "—", str(error)))
            continue
        taken.add(zone.key)
        zones.append(zone)
    return zones, rejected


def _zone(feature: Mapping[str, Any], columns: ZoneColumns, kind: str, outline: BaseGeometry | None) -> Zone:
    properties = feature.get("properties") or {}
    name = readable(_text(properties.get(columns.name)))[:LONGEST_NAME]
    if not name:
        raise NoArea(_("it has no name in “%(column)s”") % {"column": columns.name})
    found = area(feature.get("geometry"))
    if outline is not None and not outline.intersects(found):
        raise NoArea(_("it lies outside the municipality"))
    point = found.representative_point()
    return Zone(
        kind=kind,
        name=name,
        search_name=normalise(name),
        postal_code=_postal_code(properties.get(columns.postal_code or "")),
        geometry=as_geojson(found),
        latitude=round(point.y, 6),
        longitude=round(point.x, 6),
    )


def _key(zone: Zone, properties: Mapping[str, Any], columns: ZoneColumns, taken: set[str]) -> str:
    if columns.key is None:
        return next(key for key in _numbered(slug(f"{zone.name} {zone.postal_code}")) if key not in taken)
    key = slug(_text(properties.get(columns.key)))
    if not key:
        raise NoArea(_("it has no key in “%(column)s”") % {"column": columns.key})
    key = f"{slug(zone.kind)}-{key}" if key.isdigit() else key
    if key in taken:
        raise NoArea(_("the key “%(key)s” is already taken in this file") % {"key": key})
    return key[:120]


def readable(name: str) -> str:
    """ "VILLA DE SERIS II" becomes "Villa de Seris II"; a name that has small letters stays as it is."""
    name = " ".join(name.split())
    if not name.isupper():
        return name
    words = name.split(" ")
    return " ".join(_word(word, first=place == 0) for place, word in enumerate(words))


def _word(word: str, *, first: bool) -> str:
    lower = word.lower()
    if ROMAN.match(word):
        return word.upper()
    if lower in SMALL_WORDS and not first:
        return lower
    return lower[:1].upper() + lower[1:]


def _numbered(base: str) -> Iterator[str]:
    base = base[:110]
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def _text(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


def _postal_code(value: object) -> str:
    """Five digits, or nothing: numbers lose their leading zero and tables add ".0"."""
    digits = _text(value).removesuffix(".0")
    return digits.zfill(5) if digits.isdigit() and 4 <= len(digits) <= 5 else ""
