import csv
import gzip
from io import StringIO
from pathlib import Path

import pytest

from casetypes.definitions import revision
from casetypes.definitions.models import ConfigurationFile
from casetypes.places.models import Zone
from tests.intake.old_system import HEADER, MAPPING


@pytest.fixture
def zone(db: object) -> Zone:
    """A colonia of Torreón whose name is its own."""
    names: dict[str, list[Zone]] = {}
    for zone in Zone.objects.filter(active=True):
        names.setdefault(zone.search_name, []).append(zone)
    return next(zones[0] for zones in names.values() if len(zones) == 1)


@pytest.fixture
def publish(db):
    """`publish(opened_at=["dia", "hora"])`: the mapping "viejo", with changes."""

    def _publish(**changes: object) -> str:
        document = {**MAPPING, **changes}
        earlier = ConfigurationFile.objects.filter(kind="import", key="viejo")
        earlier.update(live=False)
        ConfigurationFile.objects.create(
            kind="import", key="viejo", number=earlier.count() + 1, source="", document=document,
            sha256="0" * 64, published_by="system",
        )  # fmt: skip
        revision.renew()
        return "viejo"

    return _publish


@pytest.fixture
def write(tmp_path):
    def _write(*rows: dict[str, str], name: str = "viejo.csv", encoding: str = "utf-8") -> Path:
        buffer = StringIO()
        writer = csv.DictWriter(buffer, list(rows[0]) if rows else HEADER)
        writer.writeheader()
        writer.writerows(rows)
        path = tmp_path / name
        content = buffer.getvalue().encode(encoding)
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return path

    return _write
