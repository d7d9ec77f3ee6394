"""What the repository's cities keep to beyond the linter; and what the services we ship do, which others need not."""

import pytest

from casetypes.definitions.linter import lint_city
from casetypes.definitions.loader import CityBundle, load_city
from casetypes.definitions.schema.service import Service
from casetypes.kernel.folio import FolioPattern
from tests.workflows.conftest import folder_of

SHIPPED = [
    ("torreon", "bache"),
    ("torreon", "fuga_de_agua"),
    ("torreon", "luminaria"),
    ("hermosillo", "bache"),
]
shipped = pytest.mark.parametrize(("city", "key"), SHIPPED)
NINE_LEGAL_DAYS = {"01-01", "02-05", "03-21", "05-01", "05-05", "09-01", "09-16", "11-20", "12-25"}


def services(city: str) -> dict[str, Service]:
    return {key: loaded.model for key, loaded in load_city(folder_of(city)).services.items()}


def test_a_city_lints_without_an_error_or_a_warning(bundle: CityBundle):
    assert [str(problem) for problem in lint_city(bundle)] == []


def test_every_button_is_pressed_in_some_scenario(bundle: CityBundle):
    for key, loaded in bundle.services.items():
        pressed = {step.do for scenario in loaded.model.scenarios.values() for step in scenario.steps}
        assert set(loaded.model.transitions) - pressed == set(), key


@shipped
def test_a_shipped_service_has_a_branch_a_guard_a_conditional_page_a_checklist_and_two_clocks(
    city: str, key: str
):
    spec = services(city)[key]
    assert any(len(each.to) > 1 for each in spec.transitions.values())
    assert any(each.require for each in spec.transitions.values())
    assert any(page.when for page in spec.form.values())
    assert spec.checklists
    assert len(spec.clocks) >= 2


@shipped
def test_a_reporter_can_contest_every_shipped_closure_for_fifteen_days_and_say_why(city: str, key: str):
    spec = services(city)[key]
    done = {name for name, state in spec.states.items() if state.final == "done"}
    contest = spec.transitions["reabrir"]
    assert set(contest.sources) == done
    assert contest.within == "15 days"
    assert "reporter" in contest.by
    assert contest.input["motivo"].required


@shipped
def test_nobody_has_to_give_a_name_to_report(city: str, key: str):
    contact = services(city)[key].form["contacto"].fields
    assert not any(field.required for field in contact.values())
    assert all(field.is_personal for field in contact.values())


def test_staff_messages_never_carry_the_reporters_own_link(bundle: CityBundle):
    for key, message in bundle.messages.model.messages.items():
        if message.audience != "reporter":
            assert "{{ link }}" not in message.model_dump_json(), key


def test_the_office_closes_on_the_days_of_the_federal_law(bundle: CityBundle):
    closed = bundle.calendars.model.calendars["oficina"].closed
    assert {day.yearly for day in closed if day.basis == "LFPA art. 28"} == NINE_LEGAL_DAYS


def test_the_folio_pattern_makes_folios(bundle: CityBundle):
    assert not FolioPattern(bundle.city.model.folio).needs_serial


@pytest.mark.parametrize(
    ("one", "other"), [("bache", "fuga_de_agua"), ("bache", "luminaria"), ("fuga_de_agua", "luminaria")]
)
def test_the_services_of_torreon_share_neither_states_nor_questions(one: str, other: str):
    specs = services("torreon")
    first, second = specs[one], specs[other]
    assert set(first.calc) & set(second.calc) == set()
    shared_states = set(first.states) & set(second.states)
    assert shared_states <= {"en_espera", "improcedente"}
    own = [
        {key for name, page in spec.form.items() if name not in SHARED_PAGES for key in page.fields}
        for spec in (first, second)
    ]
    assert own[0] & own[1] <= {"fotos"}


SHARED_PAGES = {"lugar", "contacto", "privacidad"}


def test_torreon_has_the_departments_of_the_city():
    city = load_city(folder_of("torreon")).city.model
    assert len(city.departments) >= 8


def test_a_leak_is_public_as_referred_while_simas_has_it_and_only_the_city_closes_it():
    leak = services("torreon")["fuga_de_agua"]
    assert {leak.states[state].public for state in ("en_simas", "reparando_simas")} == {"referred"}
    closing = [
        each for each in leak.transitions.values() if any(branch.goto == "resuelta" for branch in each.to)
    ]
    assert [each.by for each in closing] == [["supervisor@enlace-agua"]]
