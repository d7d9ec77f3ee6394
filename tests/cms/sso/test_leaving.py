"""Signing out: here and there when the person asks, and here when the provider says so."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from casetypes.access.models import StaffSession
from tests.cms.sso.conftest import ANA, KEY, publish, spec, without_the_time
from tests.identity_provider.running import Running

TOLD = f"/admin/sso/{KEY}/cierre/"


@pytest.fixture
def ana_inside(there: Running, enter, client):
    """Signed in at the provider with her second factor; her session there is `s-1`."""
    there.person("ana", **ANA, amr=["mfa"], sid="s-1")
    publish({KEY: spec(there.issuer, second_factor={"amr": ["mfa"]})})
    enter()
    assert SESSION_KEY in client.session
    return there


def token(there: Running, **claims) -> str:
    about = {"iss": there.issuer, "aud": "agora", "sub": ANA["sub"], "sid": "s-1", **claims}
    return there.control("logout_token", claims=about)


def tell(there: Running, **claims) -> int:
    return Client().post(TOLD, {"logout_token": token(there, **claims)}).status_code


def open_sessions() -> int:
    return StaffSession.objects.filter(ended_at=None, means="sso").count()


def test_who_signs_out_here_is_led_to_sign_out_there(ana_inside, client):
    response = client.post("/admin/logout/", follow=True)
    page = response.content.decode()
    assert SESSION_KEY not in client.session
    assert f"{ana_inside.issuer}/logout/?id_token_hint=" in page
    assert "post_logout_redirect_uri=http%3A%2F%2Ftestserver%2Fadmin%2Fsso%2Fayuntamiento%2Fsalida%2F" in page
    assert open_sessions() == 0


def test_that_page_is_shown_once(ana_inside, client):
    client.post("/admin/logout/", follow=True)
    assert client.get(f"/admin/sso/{KEY}/salir/").status_code == 302


def test_who_signed_in_with_a_password_is_not_led_to_a_provider(there, signed_in):
    response = signed_in("carla").post("/admin/logout/", follow=True)
    assert "id_token_hint" not in response.content.decode()


def test_the_provider_takes_the_person_back_to_us(ana_inside, client):
    page = client.post("/admin/logout/", follow=True).content.decode()
    address = page.partition('content="0;url=')[2].partition('"')[0].replace("&amp;", "&")
    where, _text = ana_inside._open(_browser(), address)
    assert urlsplit(where).path == f"/admin/sso/{KEY}/salida/"
    assert client.get(urlsplit(where).path).status_code == 200
    assert parse_qs(urlsplit(address).query)["client_id"] == ["agora"]


def _browser():
    from urllib.request import build_opener

    from tests.identity_provider.running import _Stay

    return build_opener(_Stay())


def test_the_provider_ends_a_session_by_a_signed_token(ana_inside, client):
    assert tell(ana_inside) == 200
    assert open_sessions() == 0
    assert client.get("/admin/mesas/bacheo/").status_code == 302
    assert StaffSession.objects.get(means="sso").ended_because == "provider"


def test_a_session_of_the_person_at_the_provider_ends_alone(ana_inside, enter):
    ana_inside.person("ana", **ANA, amr=["mfa"], sid="s-2")
    enter(browser=Client())
    assert open_sessions() == 2
    assert tell(ana_inside, sub=None, sid="s-2") == 200
    assert open_sessions() == 1
    assert tell(ana_inside, sid=None) == 200
    assert open_sessions() == 0


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://another.example/o"},
        {"aud": "another-client"},
        {"sub": None, "sid": None},
        {"events": {}},
        {"events": None},
        {"nonce": "an identity token in disguise"},
        {"jti": None},
        {"iat": None},
        {"exp": 1},
        {"iat": int(time.time()) - 3600},
        {"sub": 7},
    ],
    ids=without_the_time,
)
def test_a_token_that_is_no_logout_token_of_ours_ends_nothing(ana_inside, claims):
    assert tell(ana_inside, **claims) == 400
    assert open_sessions() == 1


@pytest.mark.parametrize("lie", [{"alg": "none"}, {"alg": "HS256"}, {"key": "foreign"}], ids=str)
def test_a_logout_token_that_is_not_signed_by_the_provider_ends_nothing(ana_inside, lie):
    ana_inside.control("lie", **lie)
    assert tell(ana_inside) == 400
    assert open_sessions() == 1


def test_a_logout_token_counts_once(ana_inside, enter):
    once = token(ana_inside)
    assert Client().post(TOLD, {"logout_token": once}).status_code == 200
    enter(browser=Client())
    assert Client().post(TOLD, {"logout_token": once}).status_code == 400
    assert open_sessions() == 1


@pytest.mark.parametrize(
    "body", [{}, {"logout_token": ""}, {"logout_token": "x" * 100_000}, {"logout_token": "a.b.c"}]
)
def test_nonsense_is_refused(ana_inside, body):
    assert Client(enforce_csrf_checks=True).post(TOLD, body).status_code == 400
    assert open_sessions() == 1


def test_another_subject_of_the_provider_ends_nothing_of_hers(ana_inside):
    assert tell(ana_inside, sub="b002", sid=None) == 200
    assert open_sessions() == 1
