"""Single sign-on in a real browser, through both sites: in by the provider's own page, out on both sides."""

import pytest

from casetypes.access.models import StaffSession
from tests.cms.sso.conftest import ANA, KEY, a_provider, publish, spec  # noqa: F401  a fixture
from tests.identity_provider.running import PASSWORD, SECRET, Running
from tests.journeys.windows import DESK, PHONE, assert_good, window

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def there(a_provider: Running, live_server, settings) -> Running:  # noqa: F811
    settings.PUBLIC_URL = live_server.url
    settings.SSO_SECRET = lambda _key: SECRET
    a_provider.client(live_server.url)
    a_provider.control("lie")
    a_provider.person("ana", **ANA, amr=["mfa"])
    a_provider.person("luis", **{**ANA, "sub": "c77", "email": "luis@torreon.gob.mx", "groups": []})
    publish({KEY: spec(a_provider.issuer, second_factor={"amr": ["mfa"]})})
    return a_provider


def sign_in_there(page, name: str) -> None:
    page.locator("input[name=username]").fill(name)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Entrar con mi cuenta").click()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_ana_comes_in_by_her_account_of_the_city_and_goes_out_on_both_sides(
    chromium, live_server, there, size
):
    with window(chromium, live_server.url + "/admin/mesas/bacheo/", viewport=size) as page:
        assert_good(page)
        page.get_by_role("button", name="Cuenta del municipio").click()
        page.wait_for_url(f"{there.address}/login/**")
        sign_in_there(page, "ana")
        page.wait_for_url(f"{live_server.url}/admin/mesas/bacheo/")
        assert page.get_by_role("heading", name="Mesa de bacheo").is_visible()
        token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
        page.evaluate(
            """token => { const form = document.createElement("form"); form.method = "post";
            form.action = "/admin/logout/"; const field = document.createElement("input");
            field.name = "csrfmiddlewaretoken"; field.value = token; form.append(field);
            document.body.append(form); form.submit(); }""",
            token,
        )
        page.wait_for_url(f"{live_server.url}/admin/sso/{KEY}/salida/**")
        assert page.get_by_role("heading", name="Su sesión está cerrada").is_visible()
        assert_good(page)
        page.goto(live_server.url + "/admin/mesas/bacheo/")
        assert "/admin/login/" in page.url
        page.get_by_role("button", name="Cuenta del municipio").click()
        page.wait_for_url(f"{there.address}/login/**")  # asked again: signed out there too
    assert list(StaffSession.objects.values_list("ended_because", flat=True)) == ["signed_out"]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_luis_has_no_post_yet_and_is_told_what_to_do(chromium, live_server, there, size):
    with window(chromium, f"{live_server.url}/admin/sso/{KEY}/", viewport=size) as page:
        sign_in_there(page, "luis")
        page.wait_for_url(f"{live_server.url}/admin/sso/{KEY}/volver/**")
        assert page.get_by_role("heading", name="Aún no tiene un puesto aquí").is_visible()
        assert_good(page)
        page.get_by_role("link", name="Volver a la página de entrada").click()
        page.wait_for_url(f"{live_server.url}/admin/login/**")
