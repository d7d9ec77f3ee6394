"""Single sign-on by SAML in a real browser: the provider's page posts its answer from there, without our cookie."""

from urllib.request import urlopen

import pytest

from casetypes.access.models import StaffSession
from tests.cms.sso.conftest import a_provider, publish  # noqa: F401  a fixture
from tests.cms.sso.test_saml import ANA, KEY, saml
from tests.identity_provider.running import PASSWORD, Running
from tests.journeys.windows import PHONE, assert_good, window

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def there(a_provider: Running, live_server, settings) -> Running:  # noqa: F811
    settings.PUBLIC_URL = live_server.url
    a_provider.control("lie")
    a_provider.person("ana", **ANA)
    publish({}, saml={KEY: saml(a_provider, a_provider.control("certificate"))})
    with urlopen(f"{live_server.url}/admin/sso/saml/{KEY}/metadatos/", timeout=20) as metadata:
        a_provider.control("saml_client", metadata=metadata.read().decode())
    return a_provider


def test_ana_comes_in_by_her_directory_and_to_where_she_wanted(chromium, live_server, there):
    with window(chromium, live_server.url + "/admin/mesas/bacheo/", viewport=PHONE) as page:
        page.get_by_role("button", name="Cuenta del municipio").click()
        page.wait_for_url(f"{there.address}/login/**")
        page.locator("input[name=username]").fill("ana")
        page.locator("input[type=password]").fill(PASSWORD)
        page.get_by_role("button", name="Entrar con mi cuenta").click()
        page.wait_for_url(f"{live_server.url}/admin/mesas/bacheo/")
        assert page.get_by_role("heading", name="Mesa de bacheo").is_visible()
        assert_good(page)
    assert StaffSession.objects.get().means == "sso"
