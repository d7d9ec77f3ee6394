"""The outlines of the two cities, and real points against them."""

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from casetypes.definitions.loader import load_city
from casetypes.places import index, selectors, services
from casetypes.places.models import Municipality, Zone
from tests.workflows.conftest import folder_of

PLAZA_DE_ARMAS = (25.5393, -103.4602)
AIRPORT_OF_TORREON = (25.5683, -103.4106)
JIMULCO = (25.12, -103.30)
GOMEZ_PALACIO = (25.5650, -103.4980)
HERMOSILLO = (29.0730, -110.9559)
BAHIA_DE_KINO = (28.8236, -111.9442)
GUAYMAS = (27.9190, -110.8990)
MEXICO_CITY = (19.4326, -99.1332)


@pytest.fixture
def no_places(db: None) -> None:
    """Without the city that every test database holds."""
    Zone.objects.all().delete()
    Municipality.objects.all().delete()
    index.forget()


def load_places(city: str) -> dict[str, services.ZoneReport]:
    folder = folder_of(city)
    spec = load_city(folder).city.model
    services.load_municipality(spec, folder)
    return services.load_zones(spec, folder)


@pytest.fixture
def torreon(no_places: None) -> None:
    load_places("torreon")


@pytest.fixture
def hermosillo(no_places: None) -> None:
    load_places("hermosillo")


@pytest.mark.parametrize("point", [PLAZA_DE_ARMAS, AIRPORT_OF_TORREON, JIMULCO])
def test_torreon_contains_its_own_places_and_gives_them_no_zone_by_point(torreon, point):
    placement = selectors.place(*point)
    assert placement.zone is None
    assert placement.cell


@pytest.mark.parametrize("point", [GOMEZ_PALACIO, HERMOSILLO, MEXICO_CITY])
def test_torreon_refuses_its_neighbours_and_the_rest(torreon, point):
    with pytest.raises(selectors.OutsideMunicipality):
        selectors.place(*point)


def test_the_colonias_of_torreon_are_found_by_name(torreon):
    assert "Torreón Centro" in [match.name for match in selectors.search_zones("centro")]
    assert Zone.objects.filter(active=True).count() > 450


@pytest.mark.parametrize("point", [HERMOSILLO, BAHIA_DE_KINO])
def test_hermosillo_contains_the_city_and_its_coast(hermosillo, point):
    assert selectors.place(*point).inside


@pytest.mark.parametrize("point", [PLAZA_DE_ARMAS, GUAYMAS, MEXICO_CITY])
def test_hermosillo_refuses_other_cities(hermosillo, point):
    with pytest.raises(selectors.OutsideMunicipality):
        selectors.place(*point)


def test_hermosillo_works_by_names_without_its_polygons(hermosillo):
    assert selectors.locate(*HERMOSILLO).zone is None
    assert selectors.search_zones("villa de seris")[0].name.startswith("Villa de Seris")


@pytest.mark.parametrize("city", ["torreon", "hermosillo"])
def test_an_outline_is_light_and_credits_its_source(no_places, city):
    load_places(city)
    outline = selectors.boundary_geojson()
    assert json.dumps(outline["geometry"]).count("], [") <= 120
    assert "INEGI" in Municipality.objects.get().credit


def reports(real_data: Path) -> Iterator[tuple[float, float]]:
    path = real_data / "hermosillo" / "bachometro_reportes.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            yield float(row["latitude"]), float(row["longitude"])


def is_urban(latitude: float, longitude: float) -> bool:
    """The box outside of which the publisher of the reports calls a point out of bounds."""
    return 28.9 <= latitude <= 29.3 and -111.2 <= longitude <= -110.8


def test_the_real_polygons_and_reports_of_hermosillo(hermosillo, real_data):
    """813 polygons under 744 names. Of 18,773 reports 377 lie in no colonia: 26 are in other states or countries
    and 351 are inside. 118 more of the 144 "out of bounds" are in Kino, Miguel Alemán and the countryside.
    """
    report = services.import_zones(real_data / "hermosillo" / "colonias.geojson")
    assert (report.accepted, report.rejected) == (813, ())
    assert Zone.objects.filter(active=True).count() == 813

    points = list(reports(real_data))
    placed = list(zip(points, selectors.locate_all(points), strict=True))
    outside = [point for point, placement in placed if not placement.inside]
    unknown = [point for point, placement in placed if placement.inside and placement.zone is None]
    beyond_the_town = [point for point in points if not is_urban(*point)]
    assert len(placed) == 18_773
    assert (len(outside), len(unknown)) == (26, 351)
    assert len(beyond_the_town) == 144
    assert set(outside) <= set(beyond_the_town)
    assert services.import_zones(real_data / "hermosillo" / "colonias.geojson").unchanged == 813


def test_the_real_outline_of_torreon_agrees_with_ours(torreon, real_data):
    from shapely.geometry import shape

    real = json.loads((real_data / "torreon" / "municipio.geojson").read_text(encoding="utf-8"))
    theirs = shape(real["features"][0]["geometry"])
    ours = shape(selectors.boundary_geojson()["geometry"])
    assert ours.symmetric_difference(theirs).area / theirs.area < 0.02
