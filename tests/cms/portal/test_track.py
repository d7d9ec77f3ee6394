"""Following a folio: what is shown, to whom, and what it costs."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from casetypes.cases import engine, links
from casetypes.cases.models import Case, CaseEvent
from casetypes.evidence.services import receive
from casetypes.intake.simulation.selectors import is_simulated
from cms.components.words import written_date
from tests.cms.portal.walking import CONTACT, PLACE, PROBLEM, Walk
from tests.evidence.pictures import jpeg
from tests.sla.test_clocks import closed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def mine(client, report):
    """`mine(case)`: Ana's browser, opened by the signed link of a message."""

    def _mine(case: Case) -> Client:
        client.get(f"/seguimiento/{case.folio}/?k={links.sign(case.folio)}")
        return client

    return _mine


def test_a_folio_is_found_however_it_is_typed(client, report):
    folio = report().folio
    typed = folio.lower().replace("-", " ").replace("0", "o")
    response = client.get("/seguimiento/buscar/", {"folio": f"  {typed} "}, follow=True)
    assert response.redirect_chain[-1][0] == f"/seguimiento/{folio}/"
    assert response.status_code == 200


def test_an_unknown_folio_gets_a_page_that_helps(client, report):
    report()
    for folio in ("TRC-26-00000000", "cualquier cosa", "TRC-26-ZZZZZZZZZ"):
        response = client.get("/seguimiento/buscar/", {"folio": folio}, follow=True)
        assert response.status_code == 404
        assert "No hay un reporte con ese folio" in response.content.decode()


def test_nothing_typed_leads_back_to_the_form(client):
    assert client.get("/seguimiento/buscar/", {"folio": " "})["Location"] == "/seguimiento/"


def test_the_public_page_shows_status_history_date_and_nothing_personal(client, report):
    case = report("bache", nombre="Ana Contreras", telefono="8711234567", descripcion="Vivo en el 123")
    page = client.get(f"/seguimiento/{case.folio}/").content.decode()
    for shown in ("Recibido", "Se recibió el reporte", "deadline__date", "Profundidad aproximada"):
        assert shown in page
    for hidden in ("Contreras", "ana@example.org", "8711234567", "Vivo en el 123"):
        assert hidden not in page


def test_english_is_the_same_page(client, report):
    case = report("luminaria")
    page = client.get(f"/en/seguimiento/{case.folio}/").content.decode()
    assert "Street light out or damaged" in page
    assert "Expected date" in page


def test_following_a_case_takes_at_most_five_queries_whatever_its_history(
    client, report, carla, ana, django_assert_max_num_queries
):
    case = report()
    is_simulated()  # asked once a minute, whoever looks at what
    with django_assert_max_num_queries(5):
        client.get(f"/seguimiento/{case.folio}/")
    for _round in range(3):
        engine.advance(case.folio, "preguntar", actor=carla, input={"pregunta": "¿Dónde?"})
        engine.advance(case.folio, "responder", actor=ana(case), input={"respuesta": "Aquí"})
    cache.clear()
    is_simulated()
    with django_assert_max_num_queries(5):
        client.get(f"/seguimiento/{case.folio}/")
    with django_assert_max_num_queries(1):
        client.get(f"/seguimiento/{case.folio}/")


def test_a_page_kept_for_everybody_is_never_the_reporters(client, report):
    case = report()
    own = Client()
    own.get(f"/seguimiento/{case.folio}/?k={links.sign(case.folio)}")
    mine = own.get(f"/seguimiento/{case.folio}/").content.decode()
    everybody = client.get(f"/seguimiento/{case.folio}/").content.decode()
    assert client.get(f"/seguimiento/{case.folio}/").content.decode() == everybody
    assert mine != everybody
    assert own.get(f"/seguimiento/{case.folio}/").content.decode() != everybody


def test_a_change_shows_at_once_although_the_page_is_kept(client, report, carla):
    case = report()
    client.get(f"/seguimiento/{case.folio}/")
    engine.advance(case.folio, "programar", actor=carla, input={"cuadrilla": "C1"})
    assert "Programado" in client.get(f"/seguimiento/{case.folio}/").content.decode()


def test_photos_of_the_report_and_evidence_of_the_work_are_shown(client, report, elena):
    walk = Walk(client)
    walk.to_check(fotos=[])
    case = Case.objects.get(folio=walk.send())
    receive(content=jpeg(), name="despues.jpg", field="despues", kind="despues", case=case, actor=elena)
    page = Client().get(f"/seguimiento/{case.folio}/").content.decode()
    assert "Antes y después" in page
    assert "/media/" in page


def test_the_link_of_a_message_opens_the_case_as_its_reporter(mine, report):
    case = report()
    client = mine(case)
    response = client.get(f"/seguimiento/{case.folio}/")
    assert "Retirar mi reporte" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "Retirar mi reporte" not in Client().get(f"/seguimiento/{case.folio}/").content.decode()


def test_the_token_leaves_the_address(client, report):
    case = report()
    response = client.get(f"/seguimiento/{case.folio}/?k={links.sign(case.folio)}")
    assert response["Location"] == f"/seguimiento/{case.folio}/"


def test_a_broken_link_and_one_of_another_purpose_prove_nothing(client, report):
    case = report()
    for token in ("broken", links.sign(case.folio, "survey"), links.sign(case.folio)[:-2]):
        assert client.get(f"/seguimiento/{case.folio}/?k={token}").status_code == 404
    assert "Retirar mi reporte" not in client.get(f"/seguimiento/{case.folio}/").content.decode()


def test_the_link_of_one_case_does_not_open_another(client, report):
    mine, other = report(), report()
    response = client.get(f"/seguimiento/{other.folio}/?k={links.sign(mine.folio)}")
    assert response["Location"] == f"/seguimiento/{mine.folio}/"
    assert "Retirar mi reporte" not in client.get(f"/seguimiento/{other.folio}/").content.decode()


def test_the_reporter_answers_the_question_of_the_desk(mine, report, carla):
    case = report()
    engine.advance(case.folio, "preguntar", actor=carla, input={"pregunta": "¿De qué lado está?"})
    public = Client().get(f"/seguimiento/{case.folio}/").content.decode()
    assert "¿De qué lado está?" not in public, "what staff wrote is for the reporter"
    client = mine(case)
    assert "¿De qué lado está?" in client.get(f"/seguimiento/{case.folio}/").content.decode()
    address = f"/seguimiento/{case.folio}/hacer/responder/"
    assert client.post(address, {"respuesta": ""}).status_code == 422
    assert client.post(address, {"respuesta": "Del lado poniente"}).status_code == 302
    case = Case.objects.get(pk=case.pk)
    assert case.state == "recibido"
    assert CaseEvent.objects.filter(case=case, name="responder", actor_role="reporter").exists()
    assert "Del lado poniente" in client.get(f"/seguimiento/{case.folio}/").content.decode()


def test_the_reporter_withdraws_with_a_reason(mine, report):
    case = report()
    client = mine(case)
    client.post(f"/seguimiento/{case.folio}/hacer/retirar/", {"motivo": "Ya lo taparon los vecinos."})
    case = Case.objects.get(pk=case.pk)
    assert case.public_status == "withdrawn"


def test_a_stranger_is_asked_to_prove_it_and_a_step_of_staff_is_not_offered(client, mine, report):
    case = report()
    address = f"/seguimiento/{case.folio}/hacer/retirar/"
    assert Client().get(address)["Location"] == f"/seguimiento/{case.folio}/codigo/"
    response = mine(case).post(f"/seguimiento/{case.folio}/hacer/programar/", {"cuadrilla": "C1"})
    assert response["Location"] == f"/seguimiento/{case.folio}/"
    case = Case.objects.get(pk=case.pk)
    assert case.state == "recibido"


def test_acting_on_a_page_that_is_out_of_date_is_a_plain_conflict(mine, report, carla):
    case = report()
    client = mine(case)
    engine.advance(case.folio, "preguntar", actor=carla, input={"pregunta": "¿Dónde?"})
    answer = {"respuesta": "Aquí", "revision": "1"}
    response = client.post(f"/seguimiento/{case.folio}/hacer/responder/", answer)
    assert response.status_code == 422
    assert "Aquí" in response.content.decode()


def test_closing_it_on_this_device_ends_the_proof(mine, report):
    case = report()
    client = mine(case)
    client.post(f"/seguimiento/{case.folio}/salir/")
    assert "Retirar mi reporte" not in client.get(f"/seguimiento/{case.folio}/").content.decode()


def test_the_confirmation_is_for_the_browser_that_sent_the_report(client, report):
    case = report()
    assert client.get(f"/reportes/{case.folio}/")["Location"] == f"/seguimiento/{case.folio}/"


def test_a_declined_report_says_what_one_can_do(mine, report, carla):
    case = report()
    given = {"motivo": "privado", "explicacion": "Está en un estacionamiento."}
    engine.advance(case.folio, "rechazar", actor=carla, input=given)
    for browser in (Client(), mine(case)):
        page = browser.get(f"/seguimiento/{case.folio}/").content.decode()
        assert "Qué puede hacer" in page
        assert "Pedir a Obras Públicas" in page
        assert "Presidencia Municipal de Torreón" in page
        assert 'href="/servicios/bache/"' in page
    assert "No tiene que hacer nada" not in page
    assert "Está en un estacionamiento." in page


def test_an_open_report_says_nothing_of_declining(client, report):
    assert "Qué puede hacer" not in client.get(f"/seguimiento/{report().folio}/").content.decode()


def test_withdrawing_says_beforehand_that_it_is_final_and_is_thanked_for_as_what_it_is(mine, report):
    case = report()
    client = mine(case)
    address = f"/seguimiento/{case.folio}/hacer/retirar/"
    page = client.get(address).content.decode()
    assert "Es definitivo" in page
    assert '<button class="button" type="submit">Retirar mi reporte</button>' in page
    answer = client.post(address, {"motivo": "Ya lo taparon."}, follow=True).content.decode()
    assert "Hecho: Retirar mi reporte. Su reporte quedó cerrado." in answer


def test_the_last_moment_to_contest_is_told_and_contesting_is_not_called_final(
    mine, report, carla, elena, morning
):
    case = closed(report("bache"), carla, elena)
    until = written_date(case.closed_at + timedelta(days=15))
    client = mine(case)
    shown = client.get(f"/seguimiento/{case.folio}/").content.decode()
    assert f"«No quedó bien» puede pulsarse hasta el {until}." in shown
    page = client.get(f"/seguimiento/{case.folio}/hacer/reabrir/").content.decode()
    assert "se abre de nuevo" in page
    assert f"Puede hacerlo hasta el {until}." in page
    assert "Es definitivo" not in page


def test_the_place_that_was_typed_is_shown_to_its_reporter_only(client, report):
    walk = Walk(client)
    walk.answer("lugar", {**PLACE, "referencias": "Frente a la tortillería"})
    walk.answer(*PROBLEM["bache"])
    walk.answer("contacto", CONTACT)
    walk.answer("privacidad", {"aviso": "on"})
    folio = walk.send()
    mine, public = (each.get(f"/seguimiento/{folio}/").content.decode() for each in (client, Client()))
    for typed in ("Av. Juárez 123", "Frente a la tortillería"):
        assert typed in mine
        assert typed not in public


def test_forgetting_a_report_on_this_device_leaves_no_way_back_to_it(client):
    walk = Walk(client)
    walk.to_check()
    folio = walk.send()
    assert "¿No es su dispositivo?" in client.get(f"/reportes/{folio}/").content.decode()
    client.post(f"/seguimiento/{folio}/salir/")
    for address in (walk.check, walk.root, f"/reportes/{folio}/", f"/seguimiento/{folio}/"):
        assert "Retirar mi reporte" not in client.get(address, follow=True).content.decode(), address
