"""Who sees a case, and what of it. A stranger's case does not exist."""

import pytest

from casetypes.access.actors import PUBLIC
from casetypes.cases import engine, public
from casetypes.cases.selectors import get_for, readable_answers, visible_to
from casetypes.kernel.errors import NotFound
from tests.cast import personal_answers

pytestmark = pytest.mark.django_db


def test_the_desk_and_its_department_see_a_case_and_the_provider_does_not(report, carla, diego, fidel):
    case = report("bache")
    assert get_for(carla, case.folio) == case
    assert get_for(diego, case.folio) == case
    with pytest.raises(NotFound):
        get_for(fidel, case.folio)


def test_the_provider_sees_it_once_it_is_referred_and_the_city_reads_on(report, carla, fidel, diego):
    case = report("fuga_de_agua")
    engine.advance(case.folio, "turnar_a_simas", actor=carla)
    assert get_for(fidel, case.folio).desk_id == "simas"
    assert get_for(carla, case.folio) == case


def test_a_crew_sees_the_work_it_was_given_and_nothing_else(report, carla, elena):
    given, other = report("bache"), report("bache")
    engine.advance(given.folio, "programar", actor=carla, input={"cuadrilla": "C1"})
    assert [case.folio for case in visible_to(elena)] == [given.folio]
    with pytest.raises(NotFound):
        get_for(elena, other.folio)


def test_the_public_and_another_reporter_see_nothing_of_the_staff_side(report, ana):
    mine, other = report("bache"), report("bache")
    assert not visible_to(PUBLIC).exists()
    assert list(visible_to(ana(mine))) == [mine]
    with pytest.raises(NotFound):
        get_for(ana(mine), other.folio)


def test_personal_answers_are_for_the_own_desk_and_as_the_definition_lists(report, carla, elena, gloria):
    case = report("bache", lesionados=True, fecha="2026-11-20", relato="Caí con la moto.", nombre="Ana Ríos")
    engine.advance(case.folio, "programar", actor=carla, input={"cuadrilla": "C1"})
    assert personal_answers(case, carla) == {
        "correo": "ana@example.org",
        "fecha": "2026-11-20",
        "relato": "Caí con la moto.",
        "nombre": "Ana Ríos",
    }
    assert personal_answers(case, elena) == {}
    assert personal_answers(case, gloria) == {}
    assert get_for(gloria, case.folio) == case


def test_nothing_personal_is_stored_in_the_clear_or_shown_to_the_public(report, carla):
    case = report("bache", lesionados=True, fecha="2026-11-20", relato="Caí con la moto.", nombre="Ana Ríos")
    stored = str(case.answers) + case.search_text + str(readable_answers(case, carla))
    found = public.by_folio_public(case.folio)
    assert found is not None
    shown = str(found.answers) + str(found.events)
    for secret in ("ana@example.org", "Caí con la moto", "Ana Ríos", "caí", "rios"):
        assert secret not in stored
        assert secret not in shown
    assert b"moto" not in bytes(case.personal.sealed)


def test_an_unknown_folio_has_no_public_view():
    assert public.by_folio_public("TRC-26-00000000") is None
