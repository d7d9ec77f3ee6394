"""Leaving a confidential page in a hurry, in a real browser, with and without scripts; and that nothing is covered."""

import pytest
from playwright.sync_api import Page, Route, expect

from casetypes.cases.models import Case
from tests.journeys.windows import DESK, PHONE, assert_good, window

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
AWAY = "https://www.gob.mx/"
FORM = "/servicios/denuncia-servidor/reportar/"


def stay_on_this_machine(page: Page) -> list[str]:
    """The exit is carried out, but the page it leads to is ours: no test goes out. Where it would have led."""
    led: list[str] = []

    def neutral(route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        led.append(answer.headers["location"])
        route.fulfill(status=200, content_type="text/html; charset=utf-8", body="<title>Trámites</title>")

    page.route("**/salir/", neutral)
    return led


def test_esc_three_times_leaves_and_back_does_not_return(live_server, chromium):
    with window(chromium, f"{live_server.url}/servicios/", viewport=DESK) as page:
        led = stay_on_this_machine(page)
        page.goto(f"{live_server.url}{FORM}")
        page.locator("#id_relato").fill("Me pidió dinero para darme la licencia.")
        for _time in range(3):
            page.keyboard.press("Escape")
        expect(page).to_have_title("Trámites")
        assert led == [AWAY]
        page.go_back()
        expect(page).to_have_url(f"{live_server.url}/servicios/")


def test_back_after_leaving_finds_nothing_of_the_service_not_even_its_page(live_server, chromium):
    with window(chromium, f"{live_server.url}/servicios/", viewport=PHONE) as page:
        stay_on_this_machine(page)
        page.get_by_role("link", name="Denuncia contra una persona servidora pública").click()
        expect(page).to_have_url(f"{live_server.url}/servicios/denuncia-servidor/")
        page.get_by_role("link", name="Reportar").click()
        expect(page.locator("#id_relato")).to_be_visible()
        page.get_by_role("link", name="Salir de esta página ahora").click()
        expect(page).to_have_title("Trámites")
        page.go_back()
        expect(page).to_have_url(f"{live_server.url}/servicios/")


def test_two_escapes_and_a_letter_stay(live_server, chromium):
    with window(chromium, f"{live_server.url}{FORM}") as page:
        for key in ("Escape", "Escape", "a", "Escape"):
            page.keyboard.press(key)
        expect(page.locator("#id_relato")).to_be_visible()


def test_without_scripts_a_link_leaves_and_the_answers_are_gone(live_server, chromium):
    with window(chromium, f"{live_server.url}{FORM}", java_script_enabled=False) as page:
        led = stay_on_this_machine(page)
        page.get_by_label("Trató mal a las personas").check()
        page.locator("#id_relato").fill("Me gritó en la ventanilla.")
        page.get_by_label("No", exact=True).check()
        page.get_by_role("button", name="Continuar").click()
        page.get_by_role("link", name="Salir de esta página ahora").click()
        expect(page).to_have_title("Trámites")
        assert led == [AWAY]
        back = page.request.get(f"{live_server.url}{FORM}paso/persona-denunciada/", max_redirects=0)
        assert (back.status, back.headers["location"]) == (302, AWAY)
        page.goto(f"{live_server.url}{FORM}")
        expect(page.locator("#id_relato")).to_have_value("")


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["phone", "desk"])
def test_the_whole_way_is_accessible_and_the_exit_stays_in_sight(live_server, chromium, size, scheme):
    with window(chromium, f"{live_server.url}{FORM}", viewport=size, color_scheme=scheme) as page:
        assert_good(page)
        page.get_by_label("Trató mal a las personas").check()
        page.locator("#id_relato").fill("Me gritó en la ventanilla.")
        last = page.get_by_label("No", exact=True)
        last.check()
        bar, field = page.locator(".exit").bounding_box(), last.bounding_box()
        assert bar is not None and field is not None
        assert (bar["x"], bar["y"], bar["width"]) == (0, 0, size["width"])
        assert field["y"] >= bar["height"]
        for _page in range(5):
            with page.expect_navigation():
                page.get_by_role("button", name="Continuar").click()
            if page.get_by_label("Una persona que hizo un trámite").count():
                page.get_by_label("Una persona que hizo un trámite").check()
            elif page.locator("#id_denunciado").count():
                page.locator("#id_denunciado").fill("Ventanilla 4")
                page.locator("#id_oficina").fill("Tesorería")
        page.locator("[name=aviso]").check()
        assert_good(page)
        page.get_by_role("button", name="Continuar").click()
        assert_good(page)
        page.get_by_role("button", name="Enviar el reporte").click()
        assert_good(page)
        page.get_by_role("link", name="Ver mi reporte").click()
        assert_good(page)
    assert Case.objects.get().citizen.contact_points.count() == 0
