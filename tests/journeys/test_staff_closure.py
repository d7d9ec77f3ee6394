"""Staff in a real browser: a pothole and a leak from the report to the survey, and every staff page looked over."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from playwright.sync_api import Page

from casetypes.access.models import User
from casetypes.cases import engine, outbox
from casetypes.cases.models import Case
from casetypes.surveys.models import Survey
from tests.cast import sign_in
from tests.cms.workspace.acting import begin, finish, person
from tests.evidence.pictures import jpeg
from tests.journeys.windows import DESK, PHONE, assert_good, window

T = TypeVar("T")
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sessions(db) -> dict[str, str]:
    """Session cookies of the staff; made before a window opens."""
    found = {}
    for user in User.objects.all():
        client = Client()
        sign_in(client, user)
        found[user.username] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return found


@pytest.fixture
def picture(tmp_path: Path) -> str:
    path = tmp_path / "despues.jpg"
    path.write_bytes(jpeg())
    return str(path)


@pytest.fixture
def staff(live_server, chromium, sessions):
    """`staff("carla")`: a window of hers on a desk; `staff("elena", PHONE)` on a phone."""

    @contextmanager
    def _staff(name: str, size: dict[str, int] = DESK, scheme: str = "light"):
        with window(chromium, viewport=size, color_scheme=scheme, has_touch=size is PHONE) as page:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": sessions[name], "url": live_server.url}
            page.context.add_cookies([cookie])
            page.base = live_server.url  # type: ignore[attr-defined]
            yield page

    return _staff


def visit(page: Page, path: str) -> None:
    page.goto(f"{page.base}{path}")  # type: ignore[attr-defined]
    assert_good(page)


def press(page: Page, label: str) -> None:
    """A button, or a link that looks like one."""
    page.locator("main .button", has_text=label).first.click()
    page.wait_for_load_state("networkidle")


def outside(work: Callable[[], T]) -> T:
    """Django is not touched in a thread with a browser's event loop: another thread does the work."""

    def closing() -> T:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(closing).result(60)


def state_of(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


def survey_link() -> str:
    """Carry out what waits in the outbox and find the survey's address in the last mail to the reporter."""
    while outbox.relay():
        continue
    links = [
        link for message in mail.outbox for link in re.findall(r"https?://\S+/encuesta/\S+?/", message.body)
    ]
    return "/encuesta/" + links[-1].partition("/encuesta/")[2]


def rate(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Sí").check()
    page.locator("[name=calificacion][value='5']").check()
    page.get_by_role("button", name="Enviar").click()
    page.wait_for_load_state("networkidle")


def test_a_pothole_from_report_to_survey(staff, live_server, chromium, report, picture):
    case = report("bache", profundidad_cm=15)
    with staff("carla") as page:
        visit(page, "/admin/")
        page.get_by_role("link", name="Mesa de bacheo", exact=True).first.click()
        page.get_by_role("link", name=re.compile(case.folio[:10])).click()
        press(page, "Programar")
        assert_good(page)
        page.locator("[name=cuadrilla]").select_option("C1")
        press(page, "Programar")
        assert_good(page)
    with staff("elena", PHONE) as page:
        visit(page, "/admin/")
        assert page.url.endswith("/admin/trabajo/")
        press(page, "Iniciar la obra")
        press(page, "Llenar")
        assert_good(page)
        page.locator("[name=zona_segura][value=true]").check()
        page.locator("[name=corte_recto][value=true]").check()
        press(page, "Guardar")
        assert "Todavía falta" in page.content()
        press(page, "Seguir llenando")
        page.get_by_label("Mezcla caliente").check()
        page.locator("[name=material_kg]").fill("12.5")
        page.locator("[type=file]").set_input_files(picture)
        assert page.locator("[data-previews] img").count() == 1
        press(page, "Guardar")
        assert_good(page)
        press(page, "Terminar la obra")
        assert "Por verificar" in page.content()
    with staff("diego") as page:
        visit(page, f"/admin/casos/{case.folio}/")
        assert page.locator(".ws-picture img").evaluate("image => image.naturalWidth") > 0
        press(page, "Verificar y cerrar")
        assert_good(page)
        assert "Resuelto" in page.content()
    assert state_of(case) == "resuelto"
    with window(chromium) as page:
        address = f"{live_server.url}{outside(survey_link)}"
        rate(page, address)
    assert Survey.objects.get(case=case).rating == 5


def test_a_leak_goes_to_simas_and_back_under_one_folio(staff, live_server, chromium, report, picture):
    case = report("fuga_de_agua")
    path = f"/admin/casos/{case.folio}/"
    with staff("carla") as page:
        visit(page, path)
        press(page, "Turnar a SIMAS")
        page.locator("[name=nota]").fill("Junto a la plaza.")
        press(page, "Turnar a SIMAS")
        assert_good(page)
    with staff("fidel", PHONE) as page:
        visit(page, "/admin/mesas/simas/")
        page.get_by_role("link", name=re.compile(case.folio[:10])).click()
        press(page, "Enviar cuadrilla")
        page.locator("[name=cuadrilla]").select_option("S1")
        press(page, "Enviar cuadrilla")
        press(page, "Llenar")
        for item in ("valvula_cerrada", "servicio_repuesto"):
            page.locator(f"[name={item}][value=true]").check()
        page.get_by_label("PVC").check()
        page.locator("[type=file]").set_input_files(picture)
        press(page, "Guardar")
        press(page, "Confirmar la reparación")
        page.locator("[name=abrio_pavimento][value=true]").check()
        press(page, "Confirmar la reparación")
        assert_good(page)
    with staff("carla") as page:
        visit(page, path)
        press(page, "Programar la reposición")
        page.locator("[name=cuadrilla]").select_option("R1")
        press(page, "Programar la reposición")
    with staff("elena", PHONE) as page:
        visit(page, "/admin/trabajo/")
        press(page, "Iniciar la reposición")
        press(page, "Llenar")
        for item in ("compactado", "nivel_de_calle"):
            page.locator(f"[name={item}][value=true]").check()
        page.locator("[name=superficie_m2]").fill("3.5")
        page.locator("[type=file]").set_input_files(picture)
        press(page, "Guardar")
        press(page, "Terminar la reposición")
    with staff("diego") as page:
        visit(page, path)
        press(page, "Cerrar el reporte")
        assert_good(page)
    assert state_of(case) == "resuelta"
    assert Case.objects.get().folio == case.folio
    with window(chromium) as page:
        rate(page, f"{live_server.url}{outside(survey_link)}")
    assert Survey.objects.get(case=case).rating == 5


@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["phone-light", "desk-dark"]
)
def test_every_staff_page_is_accessible_and_fits(staff, report, size, scheme):
    received = report("bache", lesionados=True, fecha="2026-01-05")
    carla = User.objects.get(username="carla").pk
    begun, finished = begin(report("bache")), finish(report("bache", profundidad_cm=15))
    engine.advance(report("bache").folio, "preguntar", actor=person("carla"), input={"pregunta": "¿Dónde?"})
    with staff("diego", size, scheme) as page:
        for path in (
            "/admin/",
            "/admin/mesas/bacheo/",
            "/admin/mesas/bacheo/?show=late",
            "/admin/mesas/bacheo/?q=nada",
            f"/admin/casos/{received.folio}/",
            f"/admin/casos/{finished.folio}/",
            f"/admin/casos/{finished.folio}/pasos/devolver/",
            f"/admin/casos/{begun.folio}/listas/reparacion/",
            "/admin/quien-puede/",
            f"/admin/quien-puede/casos/{received.folio}/",
            f"/admin/quien-puede/personas/{carla}/",
        ):
            visit(page, path)
    with staff("beto", size, scheme) as page:
        visit(page, f"/admin/casos/{received.folio}/corregir/")
        visit(page, "/admin/captura/")
        press(page, "Bache")
        assert_good(page)
        press(page, "Abrir el caso")
        assert_good(page)


def test_carla_works_by_keyboard(staff, report):
    first, second = report("bache"), report("bache")
    with staff("carla") as page:
        visit(page, "/admin/mesas/bacheo/")
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.keyboard.press("j")
        page.keyboard.press("x")
        assert page.locator("[data-q-chosen]").inner_text() == "2 casos seleccionados"
        press(page, "Elegir un paso para ellos")
        assert_good(page)
        press(page, "Programar")
        page.locator("[name=cuadrilla]").select_option("C2")
        press(page, "Programar")
        assert_good(page)
    assert {state_of(first), state_of(second)} == {"programado"}


def test_a_new_case_appears_while_carla_looks(staff, report):
    first = report("bache")
    with staff("carla") as page:
        page.clock.install()
        visit(page, "/admin/mesas/bacheo/")
        page.locator("[data-q-pick]").check()
        assert page.locator("#listing-results tbody tr").count() == 1
        outside(lambda: report("bache"))
        page.clock.run_for(31_000)
        page.locator("#listing-results tbody tr").nth(1).wait_for()
        assert page.locator(f"[data-q-pick][value='{first.folio}']").is_checked()


def test_a_stale_page_shows_the_conflict(staff, report):
    case = report("bache")
    with staff("beto") as page:
        visit(page, f"/admin/casos/{case.folio}/pasos/preguntar/")
        page.locator("[name=pregunta]").fill("¿De qué lado está?")
        outside(
            lambda: engine.advance(case.folio, "programar", actor=person("carla"), input={"cuadrilla": "C1"})
        )
        press(page, "Preguntar a quien reportó")
        assert_good(page)
        assert "No se cambió nada" in page.content()
        assert page.locator("[data-conflict]").evaluate("node => node === document.activeElement")
