"""Ana signs in with Llave MX in a real browser: to the page of another server and back, with and without scripts."""

import pytest
from playwright.sync_api import expect

from casetypes.accounts.models import AccountSession
from tests.accounts.llave_mx.simulator import LlaveMx, Running, person, settings_for
from tests.journeys.windows import DESK, PHONE, assert_good, window

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
COMEBACK = "/mi-cuenta/llave-mx/regreso/"


@pytest.fixture
def provider(live_server, settings):
    settings.PUBLIC_URL = live_server.url
    people = {"ana": person(), "ana before": person(idUsuario=1, correo="before@example.org")}
    with Running(LlaveMx(redirect=live_server.url + COMEBACK, people=people)) as running:
        settings.LLAVE_MX = settings_for(running)
        yield running


def through_llave_mx(page, who: str) -> None:
    page.get_by_role("button", name="Ir a Llave MX").click()
    page.get_by_label("Cuenta").select_option(who)
    page.get_by_role("button", name="Iniciar sesión").click()


@pytest.mark.parametrize(
    ("size", "scripts"), [(PHONE, False), (DESK, True)], ids=["phone-no-scripts", "desk"]
)
def test_ana_signs_in_there_and_is_signed_in_here(live_server, chromium, provider, size, scripts):
    with window(
        chromium, f"{live_server.url}/mi-cuenta/", viewport=size, java_script_enabled=scripts
    ) as page:
        page.get_by_role("link", name="Continuar con Llave MX").click()
        if scripts:
            assert_good(page)
        through_llave_mx(page, "ana")
        expect(page).to_have_url(f"{live_server.url}/mi-cuenta/")
        assert "state=" not in page.url
        page.goto(f"{live_server.url}/mi-cuenta/datos/")
        expect(page.get_by_text("GOMA•••")).to_be_visible()
        if scripts:
            assert_good(page)
        page.get_by_role("link", name="Quitar Llave MX").click()
        if scripts:
            assert_good(page)
        page.get_by_role("button", name="Quitar Llave MX").click()
        expect(page.get_by_text("ya no está vinculada")).to_be_visible()
    assert AccountSession.objects.get().by == "llave_mx"


def test_she_gives_up_there_and_finds_the_way_by_code(live_server, chromium, provider):
    with window(chromium, f"{live_server.url}/mi-cuenta/llave-mx/") as page:
        page.get_by_role("button", name="Ir a Llave MX").click()
        page.get_by_role("button", name="Cancelar").click()
        expect(page.get_by_text("no se completó")).to_be_visible()
        assert_good(page)
        page.get_by_role("link", name="Mejor con un código").click()
        expect(page.get_by_label("Correo electrónico")).to_be_visible()


def test_signed_in_elsewhere_she_is_asked_which_account_she_means(live_server, chromium, provider):
    with window(chromium, f"{live_server.url}/mi-cuenta/llave-mx/") as page:
        through_llave_mx(page, "ana before")
        page.context.clear_cookies()
        provider.people["ana"] = person(curp=None)
        page.goto(f"{live_server.url}/mi-cuenta/llave-mx/")
        through_llave_mx(page, "ana")
        page.goto(f"{live_server.url}/mi-cuenta/llave-mx/")
        through_llave_mx(page, "ana before")
        expect(page.get_by_role("heading", level=1)).to_have_text("¿De qué cuenta se trata?")
        expect(page.get_by_text("b•••@example.org")).to_be_visible()
        assert_good(page)
        page.get_by_role("button", name="Continuar").click()
        expect(page).to_have_url(f"{live_server.url}/mi-cuenta/")
