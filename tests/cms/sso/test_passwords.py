"""A city may leave passwords to its emergency administrators; the sign-in page shows its providers."""

import html
import re

import pytest
from django.test import Client

from casetypes.access.entry import sign_ins
from casetypes.access.entry.sign_ins import Whence
from casetypes.access.models import User
from casetypes.access.staff.memberships import Granting
from casetypes.access.staff.places_of_roles import Place
from cms.identity import entering
from cms.sso.models import Identity
from tests.access.acting_on_people import invite, token_of
from tests.cms.sso.conftest import KEY, come_back, publish, spec

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


def test_the_sign_in_page_says_for_whom_passwords_count(there, client):
    assert "o con su contraseña" in client.get("/admin/login/").content.decode()
    publish({KEY: spec(there.issuer)}, passwords={"only": ["admin"]})
    page = client.get("/admin/login/").content.decode()
    assert "o con su contraseña" not in page
    assert "Entrada de emergencia con contraseña" in page and "<details" in page
    wrong = client.post("/admin/login/", {"username": "admin", "password": "no es"}).content.decode()
    assert '<details class="disclosure" open' in wrong


def through_the_button(client, there, page: str) -> Client:
    """Presses the provider's button of an acceptance page, signs in there as Ana and comes back."""
    form = re.search(r'<form method="post" action="(/admin/sso/[^"]+)">(.*?)</form>', page, re.DOTALL)
    assert form, page
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))
    onward = client.post(form[1], sent).content.decode()
    address = html.unescape(re.search(r'content="0;url=([^"]+)"', onward)[1])
    come_back(client, there.walk(address, "ana"))
    return client


def test_an_invitation_is_accepted_with_the_account_of_the_city(there, client):
    nora = invite(posts=(Granting(0, "agent", Place(desk="ciudadania")),))
    token = token_of(nora)
    page = client.get(f"/admin/invitacion/{token}/").content.decode()
    assert "Cuenta del municipio" in page and "o elija una contraseña" in page
    through_the_button(client, there, page)
    assert client.session[entering.PENDING]["user"] == nora.pk  # Ana's group makes a second factor necessary
    assert Identity.objects.get(user=nora).by == "invitation"
    assert client.get(f"/admin/invitacion/{token}/").status_code == 410


def test_where_a_password_would_not_count_none_is_chosen(there, client):
    publish({KEY: spec(there.issuer)}, passwords={"only": ["admin"]})
    nora = invite(posts=(Granting(0, "agent", Place(desk="ciudadania")),))
    address = f"/admin/invitacion/{token_of(nora)}/"
    page = client.get(address).content.decode()
    assert "Cuenta del municipio" in page and 'type="password"' not in page
    forced = client.post(address, {"password": "una clave de las largas", "language": "es"})
    assert forced.status_code == 422 and "no contaría aquí" in forced.content.decode()
    assert not User.objects.get(pk=nora.pk).has_usable_password()
    assert client.get(address).status_code == 200
