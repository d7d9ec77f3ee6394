"""The page that a service has before an editor writes one: only while the public may ask for it, and discreetly."""

import pytest

from casetypes.definitions.selectors import live
from cms.pages.models import ServicePage
from tests.cases.migration.conftest import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_pages(db):
    ServicePage.objects.all().delete()


def test_a_service_without_a_page_of_its_own_has_one_all_the_same(without_pages, client):
    response = client.get("/servicios/bache/")
    assert response.status_code == 200
    assert "/servicios/bache/reportar/" in response.content.decode()


@pytest.mark.parametrize("offered", ["nobody", "staff"])
def test_what_the_public_cannot_ask_for_has_none(without_pages, client, offered):
    publish("bache", lambda document: document.update(offered=offered))
    assert client.get("/servicios/bache/").status_code == 404
    assert client.get("/en/services/bache/").status_code == 404


def test_the_page_of_a_confidential_service_is_kept_nowhere(without_pages, client):
    assert live("denuncia_servidor").document["confidential"]
    response = client.get("/servicios/denuncia-servidor/")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
