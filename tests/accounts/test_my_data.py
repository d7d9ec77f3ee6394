"""My data: who read them, what is taken along, the language of our messages, where the account is open."""

import json

import pytest
from django.test import Client

from casetypes.access.actors import Actor
from casetypes.cases.personal_data import readings
from casetypes.citizens import selectors as people
from casetypes.citizens.models import Citizen
from casetypes.intake.services import Submission, submit
from reports.pdf import render as typesetting
from reports.pdf.render import Finished
from tests.cast import ANSWERS, PLAZA

pytestmark = pytest.mark.django_db


def page(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def ana() -> Citizen:
    return people.owner_of("email", "ana@example.org")


def actor(citizen: Citizen) -> Actor:
    return Actor(kind="reporter", citizen_id=str(citizen.pk))


def test_my_data_tell_by_which_role_they_were_read_and_never_by_whom(enter, report, beto):
    case, browser = report(), enter()
    readings.record(beto, case, purpose="attend", what=["correo"])
    shown = page(browser, "/mi-cuenta/datos/")
    assert "Agente" in shown
    assert "beto" not in shown.lower()


def test_everything_can_be_taken_along(enter, report):
    enter()
    answers = {**ANSWERS["bache"], "ubicacion": PLAZA, "aviso": True, "correo": "ana@example.org"}
    mine = submit(Submission(service="bache", answers=answers, actor=actor(ana())))
    browser = enter()
    told = json.loads(browser.get("/mi-cuenta/datos/descargar.json").content)
    [case] = told["cases"]
    assert case["folio"] == mine.folio
    assert {each["key"]: each["answer"] for each in case["answers"]}["correo"] == "ana@example.org"
    assert told["contact_points"][0]["value"] == "ana@example.org"
    assert told["consents"][0]["notice"]
    assert mine.folio in page(browser, "/mi-cuenta/datos/descargar/")


def test_everything_can_be_taken_along_as_a_file_to_hand_in(enter, report, monkeypatch):
    case, made = report(), []
    monkeypatch.setattr(
        typesetting, "pdf", lambda document: made.append(document) or Finished(b"%PDF-1.7", 1)
    )
    answer = enter().get("/mi-cuenta/datos/descargar.pdf")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert "mis-datos.pdf" in answer["Content-Disposition"]
    assert case.folio in made[0].html
    assert json.loads(made[0].data)["cases"][0]["folio"] == case.folio


def test_where_no_pdf_can_be_made_the_page_to_print_says_so(enter, report, monkeypatch):
    def no_libraries(document):
        raise OSError("cannot load library 'pango'")

    report()
    monkeypatch.setattr(typesetting, "pdf", no_libraries)
    answer = enter().get("/mi-cuenta/datos/descargar.pdf", follow=True)
    assert "Esta página tiene lo mismo" in answer.content.decode()


def test_my_answers_stand_in_the_order_they_were_asked_and_what_i_agreed_to_is_told(enter, report):
    report()
    told = json.loads(enter().get("/mi-cuenta/datos/descargar.json").content)
    keys = [each["key"] for each in told["cases"][0]["answers"]]
    assert keys.index("ubicacion") < keys.index("via") < keys.index("aviso")
    assert told["consents"][0]["notice"] == "reportes"


def test_of_a_report_with_my_address_my_address_is_told_and_no_name_that_a_stranger_may_have_typed(
    enter, report
):
    report(nombre="Ana Ríos")
    browser = enter()
    [case] = json.loads(browser.get("/mi-cuenta/datos/descargar.json").content)["cases"]
    told = {each["key"]: each["answer"] for each in case["answers"]}
    assert told["correo"] == "ana@example.org"
    assert "nombre" not in told
    assert len(told) > 1


def test_what_is_taken_along_is_in_the_language_of_the_page(enter, report):
    report()
    browser = enter()
    [case] = json.loads(browser.get("/en/mi-cuenta/datos/descargar.json").content)["cases"]
    assert case["service"] == "Pothole"


def test_the_choice_of_language_is_answered_in_that_of_the_page_and_codes_follow_it(enter, mailoutbox):
    browser = enter()
    answer = browser.post("/mi-cuenta/datos/idioma/", {"language": "en"}, follow=True)
    assert "Desde ahora le escribimos en este idioma: Inglés" in answer.content.decode()
    browser.post("/mi-cuenta/eliminar/", {"send": "1"})
    assert "is your code" in mailoutbox[-1].subject


def test_a_session_says_when_it_was_used_and_that_the_device_is_of_others(enter):
    browser = enter(shared="1")
    shown = page(browser, "/mi-cuenta/datos/")
    assert "dispositivo ajeno" in shown
    assert "último uso" in shown


def test_a_session_says_where_it_is_and_not_which_browser_exactly(enter):
    browser = Client(HTTP_USER_AGENT="Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0")
    enter(browser=browser)
    shown = page(browser, "/mi-cuenta/datos/")
    assert "Firefox · Android" in shown
    assert "140" not in shown


def test_nobody_read_it_is_said_of_the_reports_of_the_list_only(enter, report):
    report()
    browser = enter()
    assert "en los reportes de esta lista" in page(browser, "/mi-cuenta/datos/")
