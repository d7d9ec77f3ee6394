"""The services of a city are really different, and each of their endings is told by a scenario."""

from collections.abc import Callable
from itertools import combinations

from casetypes.definitions.loader import CityBundle, load_city
from casetypes.definitions.schema.service import Service
from tests.workflows.conftest import folder_of
from tests.workflows.shape import SHARED_PAGES, form_shape, machine_shape

ALIKE_AT_MOST = 0.2  # of their own questions
COMMON = {"fotos", "foto", "descripcion"}


def services(city: str) -> dict[str, Service]:
    return {key: loaded.model for key, loaded in load_city(folder_of(city)).services.items()}


def shared(specs: dict[str, Service], shape: Callable[[Service], str]) -> list[tuple[str, str]]:
    return [(one, other) for one, other in combinations(specs, 2) if shape(specs[one]) == shape(specs[other])]


def questions(spec: Service) -> set[str]:
    own = {key for name, page in spec.form.items() if name not in SHARED_PAGES for key in page.fields}
    return own - COMMON


def renamed(spec: Service) -> Service:
    """A copy in which every state, button and public status has another name, and the buttons another order."""
    names = {state: f"estado_{number}" for number, state in enumerate(spec.states)}
    states = {
        names[key]: state.model_copy(update={"public": "in_process"}) for key, state in spec.states.items()
    }
    moves = {
        f"boton_{number}": move.model_copy(
            update={
                "sources": [names[state] for state in reversed(move.sources)],
                "to": [branch.model_copy(update={"goto": names[branch.goto]}) for branch in move.to],
            }
        )
        for number, move in enumerate(reversed(spec.transitions.values()))
    }
    return spec.model_copy(update={"states": states, "transitions": moves})


def with_other_words(spec: Service) -> Service:
    """A copy of the form under other keys and titles."""
    pages = {
        key if key in SHARED_PAGES else f"{key}_x": page.model_copy(
            update={"fields": {f"{name}_x": field for name, field in page.fields.items()}}
        )
        for key, page in reversed(spec.form.items())
    }
    return spec.model_copy(update={"form": pages})


def test_torreon_offers_at_least_twelve_services_and_every_department_has_one():
    specs = services("torreon")
    assert len(specs) >= 12
    departments = load_city(folder_of("torreon")).city.model.departments
    assert {spec.steward for spec in specs.values()} >= set(departments)


def test_no_two_services_share_a_form():
    specs = services("torreon")
    assert shared(specs, form_shape) == []
    for one, other in combinations(specs, 2):
        first, second = questions(specs[one]), questions(specs[other])
        assert len(first & second) <= ALIKE_AT_MOST * min(len(first), len(second)), (one, other)


def test_no_two_services_share_a_state_machine():
    assert shared(services("torreon"), machine_shape) == []


def test_a_renamed_copy_is_recognised():
    specs = services("torreon")
    for key, spec in specs.items():
        copies = {key: spec, "copy": with_other_words(renamed(spec))}
        assert shared(copies, form_shape) == [(key, "copy")]
        assert shared(copies, machine_shape) == [(key, "copy")]


def test_one_arrow_more_is_another_machine():
    spec = services("torreon")["bache"]
    asking = spec.transitions["preguntar"]
    wider = asking.model_copy(update={"sources": [*asking.sources, "en_obra"]})
    changed = spec.model_copy(update={"transitions": {**spec.transitions, "preguntar": wider}})
    assert machine_shape(changed) != machine_shape(spec)


def test_every_ending_is_reached_in_some_scenario(bundle: CityBundle):
    """What a scenario expects is walked and compared in `test_scenarios`."""
    for key, loaded in bundle.services.items():
        spec: Service = loaded.model
        endings = {name for name, state in spec.states.items() if state.final}
        steps = [step for scenario in spec.scenarios.values() for step in scenario.steps]
        reached = {step.expect.state for step in steps if step.expect and not step.refused}
        assert endings - reached == set(), key


def test_every_branch_of_a_button_leads_somewhere_in_a_scenario(bundle: CityBundle):
    for key, loaded in bundle.services.items():
        spec: Service = loaded.model
        branching = {
            name: {b.goto for b in move.to} for name, move in spec.transitions.items() if len(move.to) > 1
        }
        expected = {step.expect.state for one in spec.scenarios.values() for step in one.steps if step.expect}
        assert {
            (name, goto) for name, ways in branching.items() for goto in ways if goto not in expected
        } == set(), key
