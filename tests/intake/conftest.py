import pytest

from casetypes.places.models import Zone


@pytest.fixture
def zone(db: object) -> Zone:
    """A colonia of Torreón whose name is its own."""
    names: dict[str, list[Zone]] = {}
    for zone in Zone.objects.filter(active=True):
        names.setdefault(zone.search_name, []).append(zone)
    return next(zones[0] for zones in names.values() if len(zones) == 1)
