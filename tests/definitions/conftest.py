from pathlib import Path

import pytest

from tests.definitions.examples import villa as copy_of_villa


@pytest.fixture
def villa(tmp_path: Path) -> Path:
    """A small, clean city in a folder of its own."""
    return copy_of_villa(tmp_path)
