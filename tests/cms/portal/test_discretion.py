"""Pages of a confidential service say little, leave at once and are kept nowhere."""

import re

import pytest
from django.core import mail
from django.test import Client

from casetypes.cases import links
from casetypes.cases.models import Case
from tests.readers import SECRET, appoint

pytestmark = pytest.mark.django_db
ROOT = "/servicios/denuncia-servidor/"
PAGES = {
    "hechos": {"conducta": "trato", "relato": "Gritó a todas las personas.", "sigue_pasando": "false"},
    "persona-denunciada": {"denunciado": "Ventanilla 4", "oficina": "Tesorería"},
    "relacion": {"soy": "ciudadania"},
    "pruebas": {},
    "aviso-contacto": {"correo": ""},
    "confidencialidad": {"aviso": "on"},
}
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def fill(client: Client) -> None:
    for page, answers in PAGES.items():
        answer = client.post(f"{ROOT}reportar/paso/{page}/", answers)
        assert answer.status_code == 302, (page, answer.content.decode()[:2000])


def quiet(response) -> bool:
    """What every such page has: an exit, a tab that says nothing, and headers that keep it nowhere."""
    text = response.content.decode()
    title = TITLE.search(text)
    assert title is not None
    return (
        'href="/salir/"' in text
        and title[1].strip() == "Servicios de la ciudad · Torreón"
        and "no-store" in response["Cache-Control"]
        and "noindex" in response["X-Robots-Tag"]
        and response["Referrer-Policy"] == "same-origin"
    )


def test_every_page_of_the_form_is_quiet_and_has_the_exit(client):
    assert quiet(client.get(ROOT))
    for page, answers in PAGES.items():
        assert quiet(client.get(f"{ROOT}reportar/paso/{page}/")), page
        client.post(f"{ROOT}reportar/paso/{page}/", answers)
    assert quiet(client.post(f"{ROOT}reportar/paso/hechos/", {"conducta": "nada"}))
    assert quiet(client.get(f"{ROOT}reportar/revisar/"))
    assert quiet(client.get(f"{ROOT}reportar/guardar/"))
    assert quiet(client.get(f"{ROOT}reportar/"))
    assert quiet(client.get(f"{ROOT}reportar/vencido/"))


def test_an_open_service_has_no_exit_and_names_itself(client):
    text = client.get("/servicios/bache/").content.decode()
    assert "/salir/" not in text
    assert "<title>Bache" in text


def test_the_secret_link_is_shown_once_and_leads_back(client):
    fill(client)
    client.post(f"{ROOT}reportar/revisar/")
    case = Case.objects.get()
    done = client.get(f"/reportes/{case.folio}/")
    assert quiet(done)
    link = re.search(r'id="link">[^<]*(/seguimiento/[^<]+)<', done.content.decode())
    assert link is not None
    assert client.get(f"/reportes/{case.folio}/").status_code == 302
    elsewhere = Client()
    assert elsewhere.get(f"/seguimiento/{case.folio}/").status_code == 404
    tracked = elsewhere.get(link[1], follow=True)
    assert quiet(tracked)
    assert "Denuncia" not in tracked.content.decode()


def test_an_unknown_folio_and_a_confidential_one_get_the_same_advice(client):
    fill(client)
    client.post(f"{ROOT}reportar/revisar/")
    stranger, pages = Client(), []
    for folio in (Case.objects.get().folio, "TRC-2026-000000-X"):
        answer = stranger.get(f"/seguimiento/{folio}/", follow=True)
        assert answer.status_code == 404
        pages.append(answer.content.decode())
    assert all("ábralo con su enlace secreto" in page for page in pages)


def test_the_browser_does_not_keep_where_it_was_written(client):
    fill(client)
    client.post(f"{ROOT}reportar/revisar/")
    assert client.cookies["borrador-denuncia-servidor"].value == ""


def test_leaving_forgets_the_draft_and_every_report_of_this_browser(client):
    fill(client)
    client.post(f"{ROOT}reportar/revisar/")
    folio = Case.objects.get().folio
    client.post(f"{ROOT}reportar/paso/hechos/", PAGES["hechos"])
    away = client.get("/salir/")
    assert (away.status_code, away["Location"]) == (302, "https://www.gob.mx/")
    assert client.get(f"/seguimiento/{folio}/").status_code == 404
    client.get(f"{ROOT}reportar/")
    assert client.get(f"{ROOT}reportar/revisar/")["Location"].endswith("/paso/hechos/")


def test_leaving_keeps_the_draft_of_an_open_service(client):
    client.post("/servicios/luminaria/reportar/paso/lugar/", {"ubicacion_address": "Av. Juárez 123"})
    before = client.cookies["borrador-luminaria"].value
    client.get("/salir/")
    assert client.cookies["borrador-luminaria"].value == before


def test_the_letter_with_the_link_of_a_draft_does_not_name_it(client):
    client.post(f"{ROOT}reportar/paso/hechos/", PAGES["hechos"])
    client.post(f"{ROOT}reportar/guardar/", {"email": "ana@example.org"})
    [letter] = mail.outbox
    told = f"{letter.subject} {letter.body}".replace("/servicios/", "")
    assert "enuncia" not in told
    assert letter.subject == "Continúe donde se quedó"


def test_a_link_that_was_tampered_with_leads_nowhere(client, report):
    case = report()
    token = links.sign(case.folio, "secret")
    answer = client.get(f"/seguimiento/{case.folio}/", {"k": token[:-2] + "xx"})
    assert answer.status_code == 404


def test_search_engines_are_told_of_other_services_only(client):
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/servicios/bache/" in sitemap
    assert SECRET.replace("_", "-") not in sitemap


def test_it_is_found_in_the_catalogue_by_who_wants_to_report(client):
    assert ROOT in client.get("/servicios/?q=soborno").content.decode()


def test_going_back_after_leaving_shows_no_page_of_the_form(client):
    client.post(f"{ROOT}reportar/paso/hechos/", PAGES["hechos"])
    client.get("/salir/")
    for page in ("paso/hechos/", "paso/relacion/", "revisar/", "guardar/", "vencido/"):
        back = client.get(f"{ROOT}reportar/{page}")
        assert (back.status_code, back["Location"]) == (302, "https://www.gob.mx/"), page
        assert "no-store" in back["Cache-Control"]
    assert client.get("/servicios/luminaria/reportar/paso/lugar/").status_code == 200
    begun = client.get(f"{ROOT}reportar/", follow=True)
    assert quiet(begun)


def test_a_receipt_that_nobody_may_read_yet_promises_no_review(client):
    fill(client)
    client.post(f"{ROOT}reportar/revisar/")
    folio = Case.objects.get().folio
    receipt = client.get(f"/reportes/{folio}/").content.decode()
    assert "Se guarda sellado hasta que se designe" in receipt
    assert "Fecha esperada" not in receipt
    assert "Todavía no hay nadie designado" in client.get(f"/seguimiento/{folio}/").content.decode()


def test_a_receipt_tells_who_looks_at_it_once_somebody_is_appointed(client, carla):
    appoint(carla)
    fill(client)
    client.post(f"{ROOT}reportar/revisar/")
    receipt = client.get(f"/reportes/{Case.objects.get().folio}/").content.decode()
    assert "sellado hasta que" not in receipt
    assert "Fecha esperada" in receipt
