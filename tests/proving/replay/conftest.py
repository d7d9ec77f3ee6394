"""Drafts made of the shipped services by changing their text, and the scope that holds every case."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from casetypes.kernel import clock
from casetypes.proving.replay import candidate
from casetypes.proving.replay.candidate import Candidate
from casetypes.proving.replay.reading import Scope
from casetypes.proving.replay.running import BEGINNING

SERVICES = Path(settings.BASE_DIR) / "workflows_yaml" / "torreon" / "services"


def text_of(key: str) -> str:
    return (SERVICES / f"{key}.yaml").read_text("utf-8")


@pytest.fixture
def draft() -> Callable[..., Candidate]:
    """`draft("bache", ("5 working days", "3 working days"))`: the service with these words replaced."""

    def _draft(key: str, *changes: tuple[str, str]) -> Candidate:
        text = text_of(key)
        for old, new in changes:
            assert old in text, f"{key} does not say {old}"
            text = text.replace(old, new)
        return candidate.of_text(text, key=key)

    return _draft


@pytest.fixture
def scope() -> Callable[[str], Scope]:
    return lambda key: Scope(key, BEGINNING, clock.now() + timedelta(days=1))
