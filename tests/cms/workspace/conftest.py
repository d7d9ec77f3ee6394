"""Potholes in the states that matter to the staff pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from casetypes.cases.models import Case
from casetypes.kernel import clock
from tests.cast import MORNING
from tests.cms.workspace.acting import begin, finish, schedule


@pytest.fixture
def scheduled(report) -> Callable[..., Case]:
    """A pothole that Carla gave to Elena's crew."""
    return lambda **answers: schedule(report("bache", **answers))


@pytest.fixture
def in_work(report) -> Callable[..., Case]:
    """The same, with the work begun by the crew."""
    return lambda **answers: begin(report("bache", **answers))


@pytest.fixture
def to_verify(report) -> Callable[[], Case]:
    """A deep one, finished by Elena: somebody else has to verify it."""
    return lambda: finish(report("bache", profundidad_cm=15))


@pytest.fixture
def many(report, morning) -> Callable[[int], list[Case]]:
    """Potholes that came in one after the other."""

    def _many(number: int) -> list[Case]:
        cases = []
        for minute in range(number):
            with clock.at(MORNING + timedelta(minutes=minute)):
                cases.append(report("bache"))
        return cases

    return _many
