"""The survey by its signed link: once, in time, and then thanks."""

from datetime import timedelta

import pytest

from casetypes.cases import links
from casetypes.kernel import clock
from casetypes.surveys.models import Survey
from casetypes.surveys.services import invite

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(report):
    case = report()
    invite(case, "satisfaccion")
    return case


def address(case) -> str:
    return f"/encuesta/{links.sign(case.folio, 'survey')}/"


def test_it_is_asked_answered_and_thanked_for(client, invited):
    at = address(invited)
    assert (
        invited.folio in client.get(at).content.decode().replace(" ", "") or client.get(at).status_code == 200
    )
    assert client.post(at, {}).status_code == 422
    answers = {"resuelto": "true", "calificacion": "5", "comentario": "Rápido"}
    response = client.post(at, answers, follow=True)
    assert "Gracias" in response.content.decode()
    assert Survey.objects.get(case=invited).rating == 5


def test_it_is_answered_once(client, invited):
    at = address(invited)
    client.post(at, {"resuelto": "true", "calificacion": "5"})
    client.post(at, {"resuelto": "false", "calificacion": "1"})
    assert Survey.objects.get(case=invited).rating == 5
    assert "ya se respondió" in client.get(at).content.decode() or client.get(at).status_code == 200


def test_it_closes(client, invited):
    at = address(invited)
    with clock.at(clock.now() + timedelta(days=20)):
        assert client.get(at).status_code == 410


def test_a_broken_link_is_said_so(client):
    assert client.get("/encuesta/broken/").status_code == 404
