"""Every link of the head and the foot of a page leads somewhere, in both languages."""

import pytest
from django.test import RequestFactory
from django.utils import translation
from django.views.defaults import server_error

from cms.components import site

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", sorted(site.DOORS))
def test_a_door_opens(client, name: str, language: str):
    with translation.override(language):
        address = site.door(name)
    assert client.get(address, follow=True).status_code == 200


def test_an_unknown_page_says_what_to_do_next(client):
    answer = client.get("/no-hay/")
    assert answer.status_code == 404
    assert "Esta página no existe" in answer.content.decode()
    assert 'href="/seguimiento/"' in answer.content.decode()


def test_a_failure_page_needs_nothing_but_its_template():
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Torreón" in answer.content.decode()


def test_the_portal_can_be_installed_with_the_colours_of_its_city(client):
    answer = client.get("/manifest.webmanifest")
    document = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert document["short_name"] == "Torreón"
    assert document["background_color"] == "#fbf7ee"
    assert document["icons"][0]["src"].endswith("favicon.svg")
    assert 'rel="manifest"' in client.get("/").content.decode()
