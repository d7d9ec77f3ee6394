"""Ana with her phone: signs in by a code, reports, sees it among hers, answers the desk and contests the outcome."""

import re

import pytest
from playwright.sync_api import Page, expect

from casetypes.accounts import tasks
from casetypes.cases import engine
from casetypes.cases.models import Case
from tests.journeys.windows import PHONE, assert_good, window

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def code_in(mailoutbox: list) -> str:
    return "".join(re.search(r"\b(\d{3}) (\d{3})\b", mailoutbox[-1].body).groups())


def sign_in(page: Page, address: str, mailoutbox: list) -> None:
    page.goto(address)
    page.get_by_role("link", name="Entrar").click()
    assert_good(page)
    page.get_by_label("Correo electrónico").fill("ana@example.org")
    press(page, "Enviarme un código")
    assert_good(page)
    page.get_by_label("Código de seis dígitos").fill(code_in(mailoutbox))
    press(page, "Entrar")
    expect(page.get_by_role("heading", name="Mis reportes")).to_be_visible()
    assert_good(page)


def test_ana_signs_in_reports_and_withdraws_without_another_code(
    live_server, chromium, mailoutbox, monkeypatch
):
    monkeypatch.setattr(tasks.send_code, "delay", tasks.send_code)
    with window(chromium, viewport=PHONE, java_script_enabled=True) as page:
        sign_in(page, f"{live_server.url}/", mailoutbox)
        page.goto(f"{live_server.url}/servicios/bache/reportar/paso/lugar/")
        page.locator("[name=ubicacion_latitude]").evaluate("node => node.value = '25.5393'")
        page.locator("[name=ubicacion_longitude]").evaluate("node => node.value = '-103.4602'")
        press(page, "Continuar")
        page.goto(f"{live_server.url}/mi-cuenta/borradores/")
        assert_good(page)
        page.get_by_role("link", name="Continuar").click()
        page.get_by_label("Avenida o bulevar").check()
        page.locator("[name=profundidad_cm]").fill("7")
        page.get_by_label("No", exact=True).check()
        press(page, "Continuar")
        assert page.locator("[name=correo]").input_value() == "ana@example.org"
        press(page, "Continuar")
        page.locator("[name=aviso]").check()
        press(page, "Continuar")
        press(page, "Enviar el reporte")
        page.goto(f"{live_server.url}/mi-cuenta/")
        page.get_by_role("link", name="Bache").click()
        page.get_by_role("link", name="Retirar mi reporte").click()
        page.locator("textarea, input[type=text]").last.fill("Ya se arregló.")
        page.get_by_role("button", name="Retirar mi reporte").or_(
            page.get_by_role("button", name="Enviar")
        ).first.click()
        assert_good(page)
    case = Case.objects.get()
    assert case.public_status == "withdrawn"
    assert case.citizen.account is not None


def test_she_answers_the_desk_and_takes_her_data_along(
    live_server, chromium, mailoutbox, monkeypatch, report, carla
):
    monkeypatch.setattr(tasks.send_code, "delay", tasks.send_code)
    case = report()
    engine.advance(case.folio, "preguntar", actor=carla, input={"pregunta": "¿De qué lado está?"})
    with window(chromium, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(f"{live_server.url}/mi-cuenta/entrar/")
        page.get_by_label("Correo electrónico").fill("ana@example.org")
        press(page, "Enviarme un código")
        page.get_by_label("Código de seis dígitos").fill(code_in(mailoutbox))
        press(page, "Entrar")
        page.get_by_role("link", name="Bache").click()
        page.get_by_role("link", name="Responder").click()
        page.locator("textarea").fill("Del lado de la escuela.")
        page.locator("main form button[type=submit]").last.click()
        page.goto(f"{live_server.url}/mi-cuenta/datos/descargar/")
        assert case.folio in page.content()
        page.goto(f"{live_server.url}/mi-cuenta/")
        press(page, "Salir")
        assert case.folio not in page.content()
    assert Case.objects.get().public_status != "waiting"
