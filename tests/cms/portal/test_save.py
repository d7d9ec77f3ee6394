"""Save and go on later: the link, the letter and another device."""

import re

import pytest
from django.test import Client

from casetypes.cases.models import Case
from casetypes.intake.models import Draft
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


@pytest.mark.parametrize("where", ["paso/problema/", "guardar/", ""])
def test_what_was_written_can_be_deleted_from_every_page_of_the_form(saved, where):
    page = saved.client.get(saved.root + where).content.decode()
    assert f'action="{saved.root}borrar/"' in page
    assert "Borrar lo que escribí" in page


def test_deleting_what_was_written_leaves_neither_draft_nor_cookie(saved):
    link = link_in(saved.client.get(saved.at).content.decode())
    answer = saved.client.post(f"{saved.root}borrar/", follow=True)
    assert "Se borró lo que escribió." in answer.content.decode()
    assert saved.client.cookies["borrador-bache"].value == ""
    assert Draft.objects.count() == 0
    assert Client().get(link).status_code == 404


def test_a_link_that_somebody_follows_deletes_nothing(saved):
    assert saved.client.get(f"{saved.root}borrar/").status_code == 405
    assert Draft.objects.count() == 1


def test_deleting_what_was_written_does_not_touch_what_was_sent(client):
    walk = Walk(client)
    walk.to_check()
    folio = walk.send()
    client.post(f"{walk.root}borrar/")
    assert Case.objects.filter(folio=folio).exists()


def test_a_page_where_nothing_was_written_offers_nothing_to_delete(client):
    assert "Borrar lo que escribí" not in client.get(Walk(client).page("lugar")).content.decode()
