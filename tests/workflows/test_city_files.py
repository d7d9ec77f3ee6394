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
    ("torreon", "senalizacion"),
    ("torreon", "basura"),
    ("torreon", "arbol"),
    ("torreon", "ruido"),
    ("torreon", "riesgo"),
    ("torreon", "drenaje"),
    ("torreon", "animal"),
    ("torreon", "lote_baldio"),
    ("torreon", "informacion"),
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


@pytest.mark.parametrize("city", ["torreon", "hermosillo"])
def test_a_mexican_office_closes_on_the_days_of_the_federal_law(city: str):
    closed = load_city(folder_of(city)).calendars.model.calendars["oficina"].closed
    assert {day.yearly for day in closed if day.basis == "LFPA art. 28"} == NINE_LEGAL_DAYS


def test_the_folio_pattern_makes_folios(bundle: CityBundle):
    assert not FolioPattern(bundle.city.model.folio).needs_serial


def test_a_leak_is_public_as_referred_while_simas_has_it_and_only_the_city_closes_it():
    leak = services("torreon")["fuga_de_agua"]
    assert {leak.states[state].public for state in ("en_simas", "reparando_simas")} == {"referred"}
    closing = [
        each for each in leak.transitions.values() if any(branch.goto == "resuelta" for branch in each.to)
    ]
    assert [each.by for each in closing] == [["supervisor@enlace-agua"]]


def test_a_hazard_is_told_critically_and_measured_in_minutes():
    torreon, hazard = load_city(folder_of("torreon")), services("torreon")["riesgo"]
    told = {"riesgo_recibido", "riesgo_en_camino", "riesgo_acordonado", "riesgo_controlado", "alerta_riesgo"}
    messages = torreon.messages.model.messages
    assert all(messages[key].critical and messages[key].short and messages[key].email for key in told)
    assert hazard.clocks["despacho"].calendar == "siempre"
    assert hazard.clocks["despacho"].budget[0].span == "10 minutes"


def test_nobody_cleans_a_lot_before_its_owner_has_had_the_term():
    lot = services("torreon")["lote_baldio"]
    guards = [guard.that for guard in lot.transitions["ordenar_limpieza"].require]
    assert guards == ["clock.termino.overdue || clock.prorroga.overdue"]


def test_an_information_request_says_that_it_has_no_place():
    request = services("torreon")["informacion"]
    assert request.location == "none"
    assert "lugar" not in request.form
    assert [rule.span for rule in request.clocks["respuesta"].budget] == ["20 working days"]
