"""A small square city, and files to load into it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from casetypes.places import index, services
from casetypes.places.models import Municipality, Zone

Ring = list[list[float]]


def square(west: float, south: float, size: float = 0.01) -> Ring:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(properties: dict[str, Any], ring: Ring | None, kind: str = "Polygon") -> dict[str, Any]:
    geometry = None if ring is None else {"type": kind, "coordinates": [ring] if kind == "Polygon" else ring}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@dataclass
class Source:
    names: str | None = None
    state: str | None = None
    municipality: str | None = None
    file: str | None = None
    key: str | None = None
    name: str | None = None
    postal_code: str | None = None


@dataclass
class City:
    key: str = "cuadrado"
    name: dict[str, str] = field(default_factory=lambda: {"es": "Cuadrado", "en": "Square"})
    boundary: str | None = "municipio.geojson"
    zones: dict[str, Source] = field(default_factory=dict)


@pytest.fixture
def write_geojson(tmp_path: Path) -> Callable[..., Path]:
    """Write features into a file of the test's folder and return its path."""

    def write(*features: dict[str, Any], name: str = "colonias.geojson") -> Path:
        path = tmp_path / name
        path.write_text(
            json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8"
        )
        return path

    return write


@pytest.fixture
def no_places(db: None) -> None:
    """Without the city that every test database holds."""
    Zone.objects.all().delete()
    Municipality.objects.all().delete()
    index.forget()


@pytest.fixture
def square_city(no_places: None, tmp_path: Path, write_geojson: Callable[..., Path]) -> City:
    """Longitude -103.5 to -103.4, latitude 25.5 to 25.6; no zones."""
    outline = feature({"credit": "Fuente:  prueba"}, square(-103.5, 25.5, 0.1))
    write_geojson(outline, name="municipio.geojson")
    city = City()
    services.load_municipality(city, tmp_path)
    return city
