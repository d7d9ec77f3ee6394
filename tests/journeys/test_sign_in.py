"""Members of staff sign in through the real pages, with a browser: set-up, code, recovery, sessions, on a phone."""

import re
from base64 import b32decode

import pytest
from django_otp.oath import totp
from playwright.sync_api import Page

from casetypes.access.actors import for_user
from casetypes.access.entry import second_factor
from casetypes.access.models import AuthenticatorApp, User
from tests.journeys.windows import DESK, PHONE, assert_good, window

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASSWORD = "un camello cruza despacio"


@pytest.fixture
def knows_password(db):
    def _knows(name: str) -> User:
        user = User.objects.get(username=name)
        user.set_password(PASSWORD)
        user.save()
        return user

    return _knows


def give_password(page: Page, name: str) -> None:
    page.get_by_label("Nombre de usuario o correo electrónico").fill(name)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()


def code_of(key: str) -> str:
    """What any app shows for a key that was typed from the page."""
    return f"{totp(b32decode(key.replace(' ', ''))):06d}"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_first_sign_in_sets_up_a_second_factor_and_goes_where_one_wanted(
    live_server, chromium, knows_password, size
):
    AuthenticatorApp.objects.filter(user=knows_password("carla")).delete()
    with window(chromium, f"{live_server.url}/admin/mesas/bacheo/", viewport=size) as page:
        assert_good(page)
        page.get_by_role("button", name="Mostrar").click()
        give_password(page, "carla")
        page.get_by_text("No puedo escanear").click()
        assert_good(page)
        page.get_by_label("Código", exact=True).fill(code_of(page.locator(".secret-link").inner_text()))
        page.get_by_role("button", name="Comprobar y terminar").click()
        page.locator(".identity__codes li").nth(9).wait_for()
        assert_good(page)
        page.get_by_role("link", name="Ya los guardé").click()
        page.wait_for_url(re.compile(r"/admin/mesas/bacheo/$"))
        page.goto(f"{live_server.url}/admin/seguridad/")
        page.get_by_role("heading", name="Dónde tiene sesión abierta").wait_for()
        assert_good(page)


def test_the_demonstration_says_its_code_and_a_recovery_code_opens_too(live_server, chromium, knows_password):
    diego = knows_password("diego")
    spare = second_factor.new_recovery_codes(diego, actor=for_user(diego))[0]
    with window(chromium, f"{live_server.url}/admin/login/") as page:
        give_password(page, "diego")
        shown = page.locator(".identity__code").inner_text()
        assert re.fullmatch(r"\d{3} \d{3}", shown)
        assert_good(page)
        page.get_by_label("Código", exact=True).fill(shown)
        page.get_by_role("button", name="Continuar").click()
        page.wait_for_url(re.compile(r"/admin/$"))
        page.context.clear_cookies()
        page.goto(f"{live_server.url}/admin/login/?idioma=en")
        page.get_by_label("User name or e-mail").fill("diego")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("link", name="use a recovery code").click()
        assert_good(page)
        page.get_by_label("Recovery code").fill(spare.upper())
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url(re.compile(r"/admin/$"))
