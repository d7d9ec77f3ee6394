"""Save and go on later: the link, the letter and another device."""

import re

import pytest
from django.test import Client

from cms.portal.views.save import MOST_LETTERS
from tests.cms.portal.walking import CONTACT, PLACE, PROBLEM, Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def saved(client):
    """Ana has answered the first page and half of the second, then saves."""
    walk = Walk(client)
    walk.answer("lugar", PLACE)
    walk.answer("problema", {"via": "avenida", "save": "1"})
    return walk


def link_in(page: str) -> str:
    return re.search(r"/reportes/continuar/[\w-]+/", page)[0]


def test_saving_keeps_half_a_page_and_shows_a_link(saved):
    assert saved.at == f"{saved.root}guardar/"
    page = saved.client.get(saved.at).content.decode()
    assert link_in(page)


def test_the_link_opens_the_draft_on_another_device(saved):
    link = link_in(saved.client.get(saved.at).content.decode())
    phone = Walk(Client())
    assert phone.client.get(link)["Location"] == phone.page("problema")
    assert "checked" in phone.client.get(phone.page("problema")).content.decode()
    phone.answer(*PROBLEM["bache"])
    phone.answer("contacto", CONTACT)
    phone.answer("privacidad", {"aviso": "on"})
    folio = phone.send()
    assert Client().get(link)["Location"] == f"/seguimiento/{folio}/", (
        "a link that was used leads to the folio"
    )


def test_the_link_travels_by_mail_a_few_times_only(saved, mailoutbox):
    for _time in range(MOST_LETTERS):
        assert saved.client.post(saved.at, {"email": "ana@example.org"}).status_code == 302
    assert saved.client.post(saved.at, {"email": "ana@example.org"}).status_code == 422
    assert len(mailoutbox) == MOST_LETTERS
    assert link_in(mailoutbox[0].body)


def test_a_mail_server_that_is_down_is_said_plainly(saved, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    response = saved.client.post(saved.at, {"email": "ana@example.org"})
    assert response.status_code == 422
    assert "Copie el enlace" in response.content.decode()


def test_an_unknown_link_says_so(client):
    assert client.get("/reportes/continuar/nothing/").status_code == 404


def test_coming_back_offers_to_go_on_or_to_begin_anew(saved):
    page = saved.client.get(saved.root).content.decode()
    assert saved.page("problema") in page
    saved.client.post(saved.root)
    assert saved.client.get(saved.root)["Location"] == saved.page("lugar")
