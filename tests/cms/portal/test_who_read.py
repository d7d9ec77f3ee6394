"""Whose report it is sees by which role their data was read, when and for what, and never by whom."""

from datetime import timedelta

import pytest

from casetypes.cases import engine, links
from casetypes.cases.personal_data import readings
from casetypes.kernel import clock
from cms.readings import citizen
from tests.cast import MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(client):
    """`mine(case)`: the page as its reporter sees it, by the signed link of a message."""

    def _mine(case, query=""):
        client.get(f"/seguimiento/{case.folio}/?k={links.sign(case.folio)}")
        return client.get(f"/seguimiento/{case.folio}/{query}").content.decode()

    return _mine


def test_nobody_read_it_yet(mine, report):
    assert "Nadie del municipio ha abierto sus datos personales" in mine(report("bache"))


def test_role_desk_questions_and_purpose_are_told_and_never_the_person_or_the_words(
    mine, report, carla, morning
):
    case = report("bache", nombre="Ana Ríos")
    readings.record(carla, case, purpose="legal_order", what=["nombre", "correo"], reason="Exp. 12/2026")
    page = mine(case)
    for told in (
        "Quién leyó sus datos",
        "Cumplir una orden legal",
        "Mesa de control · Mesa de bacheo",
        "Nombre",
    ):
        assert told in page
    for kept in ("Carla", "Montes", "12/2026", f"user:{carla.user_id}"):
        assert kept not in page


def test_the_public_page_tells_nothing_of_it(client, report, carla):
    case = report("bache")
    readings.record(carla, case, purpose="attend", what=["correo"])
    assert "Quién leyó sus datos" not in client.get(f"/seguimiento/{case.folio}/").content.decode()


def test_older_readings_are_a_click_away_and_none_is_told_twice(mine, report, carla):
    case = report("bache")
    for minute in range(citizen.PAGE + 3):
        with clock.at(MORNING + timedelta(minutes=minute)):
            readings.record(carla, case, purpose="attend", what=["correo"])
    first = citizen.of_case(case)
    second = citizen.of_case(case, first.older)
    assert (len(first.entries), len(second.entries), second.older) == (citizen.PAGE, 3, "")
    moments = [entry.when for entry in (*first.entries, *second.entries)]
    assert moments == sorted(set(moments), reverse=True)
    assert "Lecturas anteriores" in mine(case)
    assert "Las lecturas más recientes" in mine(case, f"?lecturas={first.older.replace('+', '%2B')}")


def test_a_place_that_makes_no_sense_is_the_beginning(report, carla):
    case = report("bache")
    readings.record(carla, case, purpose="attend", what=["correo"])
    for after in (
        "x",
        "2026-12-01~1",
        "2026-12-01T00:00:00+00:00~9" * 9,
        "~",
        "2026-12-01T00:00:00+00:00~-1",
    ):
        assert len(citizen.of_case(case, after).entries) == 1


def test_a_purpose_that_the_city_dropped_is_still_told(mine, report, carla):
    case = report("bache")
    readings.record(carla, case, purpose="brigada_nocturna", what=["correo"])
    assert "Brigada nocturna" in mine(case)


def test_a_question_that_a_later_version_dropped_is_still_told(report, carla, morning):
    case = report("bache")
    engine.advance(case.folio, "programar", actor=carla, input={"cuadrilla": "C1"})
    readings.record(carla, case, purpose="attend", what=["apodo"])
    assert citizen.of_case(case).entries[0].why == "otra respuesta"
