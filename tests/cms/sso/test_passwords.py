"""A city may leave passwords to its emergency administrators; the sign-in page shows its providers."""

import pytest

from casetypes.access.entry import sign_ins
from casetypes.access.entry.sign_ins import Whence
from casetypes.access.models import User
from tests.cms.sso.conftest import KEY, publish, spec

FROM = Whence("10.0.0.0/32")


@pytest.fixture
def two_people(db):
    for name in ("carla", "admin"):
        user = User.objects.get(username=name)
        user.set_password("una clave de las largas")
        user.save()


def opens(name: str) -> bool:
    return sign_ins.try_password(name, "una clave de las largas", whence=FROM).user is not None


def test_passwords_count_where_the_city_says_nothing_of_them(two_people, there):
    assert opens("carla")
    assert opens("admin")


def test_only_emergency_administrators_come_in_by_password_where_the_city_says_so(two_people, there):
    publish({KEY: spec(there.issuer)}, passwords={"only": ["admin"]})
    assert not opens("carla")
    assert opens("admin")


def test_the_sign_in_page_offers_every_provider_by_its_name(there, client):
    publish(
        {
            KEY: spec(there.issuer),
            "otro": spec(there.issuer, name={"es": "Cuenta estatal", "en": "State account"}),
        }
    )
    page = client.get("/admin/login/").content.decode()
    assert "Cuenta del municipio" in page
    assert "Cuenta estatal" in page
    assert f"/admin/sso/{KEY}/" in page


def test_a_city_without_providers_shows_none(client, db):
    assert "/admin/sso/" not in client.get("/admin/login/").content.decode()


def test_the_button_is_a_form_and_gets_a_page_that_leads_on(there, client):
    """`form-action 'self'` forbids a form to end at another site: Chromium counts redirects too."""
    response = client.post(f"/admin/sso/{KEY}/", {"next": "/admin/"})
    assert response.status_code == 200
    assert f'content="0;url={there.address}' in response.content.decode()
