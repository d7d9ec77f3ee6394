"""Twenty services of other cities lint clean, happen as their scenarios tell, and no two are alike."""

import pytest

from casetypes.definitions.linter import lint_city
from casetypes.definitions.loader import load_city
from casetypes.proving.scenarios.running import run_folder
from tests.workflows.foreign.conftest import FOLDERS, SERVICES, specs
from tests.workflows.shape import form_shape, machine_shape


def every_service():
    return {f"{city}/{key}": spec for city in FOLDERS for key, spec in specs(city).items()}


def test_there_are_at_least_twenty_that_people_ask_for():
    assert len([spec for spec in every_service().values() if spec.for_everyone]) >= 20


@pytest.mark.parametrize("city", FOLDERS)
def test_a_foreign_city_lints_without_an_error_or_a_warning(city):
    assert [str(problem) for problem in lint_city(load_city(FOLDERS[city]))] == []


@pytest.mark.parametrize(("city", "service"), SERVICES)
def test_its_scenarios_happen_and_leave_no_step_branch_or_clock_untouched(db, city, service):
    [proof] = run_folder(FOLDERS[city], only=[service])
    assert [str(problem) for problem in proof.problems] == []
    assert [
        str(each) for each in proof.coverage.untouched if each.kind in {"transition", "branch", "clock"}
    ] == []


@pytest.mark.parametrize(("city", "service"), SERVICES)
def test_every_end_is_reached_in_some_scenario(city, service):
    spec = specs(city)[service]
    steps = [step for scenario in spec.scenarios.values() for step in scenario.steps]
    reached = {step.expect.state for step in steps if step.expect and not step.refused}
    assert {key for key, state in spec.states.items() if state.final} - reached == set()


def test_no_two_share_a_form_or_a_state_machine():
    services = {key: spec for key, spec in every_service().items() if spec.for_everyone}
    for shape in (form_shape, machine_shape):
        shapes = {key: shape(spec) for key, spec in services.items()}
        assert sorted(shapes.values()) == sorted(set(shapes.values()))
