"""Ana in a real browser: reports with her phone, without scripts, and looks at every page of the site."""

from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from casetypes.cases import engine, links
from casetypes.cases.models import Case
from casetypes.surveys.services import invite
from tests.cast import PLAZA
from tests.evidence.pictures import jpeg
from tests.journeys.windows import DESK, PHONE, assert_good, window

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/",
    "/servicios/",
    "/servicios/?q=nada",
    "/servicios/bache/",
    "/seguimiento/",
    "/transparencia/",
    "/aviso-de-privacidad/",
    "/accesibilidad/",
    "/ayuda/",
    "/ayuda/como-reportar/",
    "/contacto/",
    "/no-existe/",
    "/seguimiento/TRC-26-00000000/",
    "/servicios/bache/reportar/vencido/",
)
HERE = {"latitude": PLAZA["latitude"], "longitude": PLAZA["longitude"]}


@pytest.fixture
def picture(tmp_path: Path) -> str:
    path = tmp_path / "bache.jpg"
    path.write_bytes(jpeg())
    return str(path)


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


@pytest.mark.parametrize(
    ("prefix", "size", "scheme"),
    [("", PHONE, "light"), ("", DESK, "dark"), ("/en", PHONE, "dark"), ("/en", DESK, "light")],
    ids=["es-phone-light", "es-desk-dark", "en-phone-dark", "en-desk-light"],
)
def test_every_page_is_accessible_and_fits(live_server, chromium, prefix, size, scheme):
    cache.clear()
    with window(chromium, viewport=size, color_scheme=scheme) as page:
        for path in PAGES:
            page.goto(f"{live_server.url}{prefix}{path}")
            assert_good(page)


def test_ana_reports_a_pothole_with_her_phone(live_server, chromium, picture):
    options = {"geolocation": HERE, "permissions": ["geolocation"]}
    with window(chromium, f"{live_server.url}/", **options) as page:
        page.get_by_role("searchbox").fill("baches")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Bache").click()
        page.get_by_role("link", name="Reportar").click()
        assert_good(page)
        press(page, "Continuar")
        assert_good(page)
        assert page.locator("[data-focus]").evaluate("node => node === document.activeElement")
        press(page, "Usar mi posición")
        expect(page.locator("[name=ubicacion_latitude]")).not_to_have_value("")
        press(page, "Continuar")
        assert_good(page)
        page.get_by_label("Avenida o bulevar").check()
        page.locator("[name=profundidad_cm]").fill("15")
        page.get_by_label("Sí").check()
        page.locator("[type=file]").set_input_files(picture)
        press(page, "Continuar")
        assert_good(page)
        page.locator("[name=fecha]").fill("2026-01-05")
        press(page, "Continuar")
        page.locator("[name=correo]").fill("ana@example.org")
        press(page, "Continuar")
        assert_good(page)
        page.locator("[name=aviso]").check()
        press(page, "Continuar")
        assert_good(page)
        assert page.locator(".answers img").count() == 1
        press(page, "Enviar el reporte")
        assert_good(page)
        page.get_by_role("link", name="Ver mi reporte").click()
        assert_good(page)
        address = page.url
    case = Case.objects.get(folio=address.rstrip("/").rpartition("/")[2])
    assert case.answers["via"] == "avenida"
    assert (round(case.latitude, 4), round(case.longitude, 4)) == (25.5393, -103.4602)
    assert case.attachments.count() == 1


def test_she_reports_a_leak_without_scripts_by_colonia(live_server, chromium):
    with window(chromium, f"{live_server.url}/servicios/fuga-de-agua/", java_script_enabled=False) as page:
        page.get_by_role("link", name="Reportar").click()
        page.locator("select[name=ubicacion_zone]").select_option(index=20)
        page.locator("[name=ubicacion_address]").fill("Calle Falcón 10")
        press(page, "Continuar")
        page.get_by_label("Pavimento de la calle").check()
        page.get_by_label("Limpia").check()
        page.get_by_label("Un chorro constante").check()
        page.get_by_label("No", exact=True).check()
        press(page, "Continuar")
        press(page, "Continuar")
        page.get_by_role("link", name="Cambiar").first.click()
        page.locator("[name=ubicacion_address]").fill("Calle Falcón 12")
        press(page, "Continuar")
        assert "Calle Falcón 12" in page.content()
        press(page, "Enviar el reporte")
        folio = page.url.rstrip("/").rpartition("/")[2]
    case = Case.objects.select_related("zone").get(folio=folio)
    assert case.zone is not None
    assert case.latitude is None
    assert case.place["address"] == "Calle Falcón 12"


def test_the_colonia_is_found_by_typing_a_part_of_it(live_server, chromium):
    with window(chromium, f"{live_server.url}/servicios/luminaria/reportar/paso/lugar/") as page:
        box = page.get_by_role("combobox").last
        box.fill("jardin")
        page.get_by_role("option").first.click()
        page.locator("[name=ubicacion_address]").fill("Frente al parque")
        press(page, "Continuar")
        page.wait_for_url("**/paso/luminaria/")


def test_her_own_page_the_question_the_survey_and_saving_are_accessible(live_server, chromium, report, carla):
    case = report()
    engine.advance(case.folio, "preguntar", actor=carla, input={"pregunta": "¿De qué lado está?"})
    invite(Case.objects.get(pk=case.pk), "satisfaccion")
    track, link = f"{live_server.url}/seguimiento/{case.folio}/", links.sign(case.folio)
    with window(chromium, f"{track}?k={link}") as page:
        assert_good(page)
        page.get_by_role("link", name="Responder").click()
        assert_good(page)
        page.locator("[name=respuesta]").fill("Del lado poniente")
        press(page, "Responder")
        assert_good(page)
        press(page, "Olvidar este reporte en este dispositivo")
        page.get_by_role("link", name="Comprobar que es mío").click()
        assert_good(page)
        page.goto(f"{live_server.url}/encuesta/{links.sign(case.folio, 'survey')}/")
        assert_good(page)
        page.goto(f"{live_server.url}/servicios/bache/reportar/")
        press(page, "Guardar y seguir después")
        assert_good(page)
    assert Case.objects.get(pk=case.pk).state == "recibido"
