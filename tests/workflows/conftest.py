"""The cities of the repository, and the real data that may lie beside it."""

from pathlib import Path

import pytest
from django.db import connection

from casetypes.definitions.loader import CityBundle, load_city
from casetypes.definitions.models import CaseType, ConfigurationFile
from casetypes.definitions.services import publish_city
from casetypes.places import index
from casetypes.places import services as places
from casetypes.places.models import Municipality, Zone

ROOT = Path(__file__).resolve().parents[2]
CITIES = tuple(sorted(file.parent.name for file in ROOT.glob("workflows_yaml/*/city.yaml")))
REAL_DATA = ROOT.parent / "shared" / "data"


def folder_of(city: str) -> Path:
    return ROOT / "workflows_yaml" / city


def become(folder: Path) -> None:
    """Another city instead of the one that every test database holds: its services, outline and zones."""
    Zone.objects.all().delete()
    Municipality.objects.all().delete()
    index.forget()
    CaseType.objects.update(live=None)
    with connection.cursor() as cursor:  # what was published is immutable, row by row
        cursor.execute(f"TRUNCATE {ConfigurationFile._meta.db_table}")
    publish_city(folder, "system", gates=())
    spec = load_city(folder).city.model
    places.load_municipality(spec, folder)
    places.load_zones(spec, folder)


@pytest.fixture(params=CITIES)
def bundle(request: pytest.FixtureRequest) -> CityBundle:
    """Each city in turn, loaded from its files."""
    return load_city(folder_of(request.param))


@pytest.fixture
def real_data() -> Path:
    """The folder of real data; the test is skipped where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip("the real data (../shared/data) is not here")
    return REAL_DATA
