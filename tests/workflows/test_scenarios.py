"""Every scenario of every city holds on the real engine, and together they leave nothing of a definition untried."""

import pytest
from django.conf import settings

from casetypes.definitions.loader import load_city
from casetypes.proving.scenarios.running import run_folder
from tests.workflows.conftest import CITIES, folder_of

HALVES = 4  # so that the workers of a run share the biggest city


def shares() -> list[object]:
    """(city, some of its services): each in one test."""
    return [
        pytest.param(city, keys, id=f"{city}: {', '.join(keys)}")
        for city in CITIES
        for number in range(HALVES)
        if (keys := sorted(load_city(folder_of(city)).services)[number::HALVES])
    ]


@pytest.mark.parametrize(("city", "keys"), shares())
def test_the_scenarios_hold_and_touch_every_transition_branch_and_clock(db, city, keys):
    proofs = run_folder(folder_of(city), only=keys)
    assert [str(problem) for proof in proofs for problem in proof.problems] == []
    assert [str(each) for proof in proofs for each in proof.coverage.missing] == []
    assert [proof.key for proof in proofs] == keys
    assert all(proof.scenarios for proof in proofs)


def test_another_city_is_proven_beside_the_one_that_is_live(db):
    other = next(city for city in CITIES if city != settings.CITY)
    [proof] = run_folder(folder_of(other), only=[sorted(load_city(folder_of(other)).services)[0]])
    assert proof.passed
