import shutil
from pathlib import Path

import pytest
from django.conf import settings

from tests.definitions.examples import villa as copy_of_villa


@pytest.fixture
def villa(tmp_path: Path) -> Path:
    """A small, clean city in a folder of its own."""
    return copy_of_villa(tmp_path)


@pytest.fixture
def city_folder(tmp_path: Path) -> Path:
    """A copy of the folder that the test database was loaded from."""
    return Path(shutil.copytree(settings.CITY_DIR, tmp_path / "city"))
