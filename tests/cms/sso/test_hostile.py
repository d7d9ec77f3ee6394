"""What comes back from a provider is believed only when it is provably its word about this very sign-in."""

import socket
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.test import Client

from casetypes.access.models import User
from casetypes.kernel import clock
from cms.sso.models import Identity
from cms.sso.oidc import discovery
from cms.sso.providers import named
from tests.cms.sso.conftest import ANA, KEY, OURS, come_back, go, publish, spec, without_the_time

NOW = int(time.time())


def outside(client: Client) -> bool:
    return SESSION_KEY not in client.session


def returned(address: str, **changed: str | None) -> str:
    """The provider's answer with something changed, or without it."""
    parts = urlsplit(address)
    told = {key: values[0] for key, values in parse_qs(parts.query).items()}
    told = {key: value for key, value in {**told, **changed}.items() if value is not None}
    return parts._replace(query=urlencode(told)).geturl()


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "made-up"},
        {"state": None},
        {"state": ""},
        {"code": None},
        {"code": "made-up"},
        {"iss": "https://another.example/o"},
        {"iss": None},
    ],
    ids=str,
)
def test_an_answer_that_was_changed_on_the_way_lets_nobody_in(there, client, changed):
    answer = there.walk(go(client), "ana")
    response = come_back(client, returned(answer, **changed))
    assert response.status_code == 400
    assert outside(client)
    assert not User.objects.filter(username="ana.rios").exists()


def test_an_answer_counts_once(there, client):
    answer = there.walk(go(client), "ana")
    assert come_back(client, answer).status_code == 302
    again = come_back(client, answer)
    assert again.status_code == 400
    assert "ya se usó" in again.content.decode()


def test_an_answer_of_another_browser_is_refused(there, client):
    answer = there.walk(go(client), "ana")
    victim = Client()
    go(victim)
    assert come_back(victim, answer).status_code == 400
    assert outside(victim)


def test_a_code_of_another_sign_in_is_refused_for_its_verifier_and_nonce(there, client):
    """The attacker puts a code of theirs behind the victim's own state."""
    attacker = Client()
    theirs = parse_qs(urlsplit(there.walk(go(attacker), "ana")).query)["code"][0]
    answer = there.walk(go(client), "ana")
    assert come_back(client, returned(answer, code=theirs)).status_code == 400
    assert outside(client)


def test_what_is_sent_to_the_provider_has_state_nonce_and_a_challenge(there, client):
    sent = parse_qs(urlsplit(go(client)).query)
    assert sent["code_challenge_method"] == ["S256"]
    assert sent["response_type"] == ["code"]
    assert sent["redirect_uri"] == [f"{OURS}/admin/sso/{KEY}/volver/"]
    assert all(len(sent[name][0]) >= 32 for name in ("state", "nonce", "code_challenge"))
    other = parse_qs(urlsplit(go(client)).query)
    assert [name for name in ("state", "nonce", "code_challenge") if sent[name] == other[name]] == []


def test_the_return_address_is_never_made_of_the_host_of_a_request(there, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    response = client.get(f"/admin/sso/{KEY}/", HTTP_HOST="evil.example")
    assert parse_qs(urlsplit(response["Location"]).query)["redirect_uri"] == [
        f"{OURS}/admin/sso/{KEY}/volver/"
    ]


@pytest.mark.parametrize(
    "lie",
    [
        {"alg": "none"},
        {"alg": "HS256"},
        {"key": "foreign"},
        {"claims": {"iss": "https://another.example/o"}},
        {"claims": {"iss": None}},
        {"claims": {"aud": "another-client"}},
        {"claims": {"aud": ["agora", "another-client"]}},
        {"claims": {"aud": ["agora", "another-client"], "azp": "another-client"}},
        {"claims": {"aud": None}},
        {"claims": {"exp": NOW - 3600}},
        {"claims": {"exp": None}},
        {"claims": {"iat": NOW + 3600}},
        {"claims": {"nbf": NOW + 3600}},
        {"claims": {"nonce": "of another sign-in"}},
        {"claims": {"nonce": None}},
        {"claims": {"sub": None}},
        {"claims": {"sub": ""}},
        {"claims": {"sub": 7}},
        {"claims": {"at_hash": "bm90LWl0"}},
    ],
    ids=without_the_time,
)
def test_a_token_that_is_not_right_in_every_point_lets_nobody_in(there, client, lie):
    there.control("lie", **lie)
    response = come_back(client, there.walk(go(client), "ana"))
    assert response.status_code == 400
    assert "No se pudo confiar" in response.content.decode()
    assert outside(client)
    assert Identity.objects.count() == 0


def test_a_provider_that_signs_with_the_shared_secret_is_refused(there, client):
    there.client(OURS, algorithm="HS256")
    assert come_back(client, there.walk(go(client), "ana")).status_code == 400
    assert outside(client)


def test_clocks_may_differ_by_less_than_a_minute(there, client):
    there.control("lie", claims={"iat": NOW + 40, "exp": int(time.time()) - 20})
    assert come_back(client, there.walk(go(client), "ana")).status_code == 302


def test_userinfo_of_another_person_is_not_believed(there, client):
    there.control("lie", only_userinfo=["groups"], userinfo={"sub": "somebody else"})
    assert come_back(client, there.walk(go(client), "ana")).status_code == 400


def test_keys_that_turned_are_read_anew(there, client):
    assert come_back(client, there.walk(go(client), "ana")).status_code == 302
    there.control("turn_keys")
    assert come_back(Client(), there.walk(go(Client()), "ana")).status_code == 400  # another browser's answer
    later = Client()
    assert come_back(later, there.walk(go(later), "ana")).status_code == 302


def test_a_sign_in_may_not_take_for_ever(there, client):
    answer = there.walk(go(client), "ana")
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert come_back(client, answer).status_code == 400


def test_the_answer_of_one_provider_is_never_taken_for_that_of_another(there, another_provider, client):
    """Mix-up: both are configured; what the second says is handed in where the first is awaited, and the reverse."""
    another_provider.client(OURS, key="otro")
    another_provider.person("ana", **{**ANA, "groups": ["administracion"]})
    publish({KEY: spec(there.issuer), "otro": spec(another_provider.issuer)})
    honest, foreign = go(client), go(client, "otro")
    first, second = there.walk(honest, "ana"), another_provider.walk(foreign, "ana")
    assert come_back(client, first.replace(f"/{KEY}/", "/otro/")).status_code == 400
    assert come_back(client, second.replace("/otro/", f"/{KEY}/")).status_code == 400
    assert outside(client)
    assert Identity.objects.count() == 0


def test_the_same_subject_at_two_providers_is_two_people(there, another_provider, client):
    another_provider.client(OURS, key="otro")
    another_provider.person("ana", **{**ANA, "email": "", "preferred_username": "otra.ana"})
    publish({KEY: spec(there.issuer), "otro": spec(another_provider.issuer)})
    come_back(client, there.walk(go(client), "ana"))
    second = Client()
    come_back(second, another_provider.walk(go(second, "otro"), "ana"))
    assert Identity.objects.values("user").distinct().count() == 2


@pytest.mark.parametrize(
    ("told", "status", "said"),
    [
        ("access_denied", 400, "El proveedor no le dio entrada"),
        ("<script>alert(1)</script>", 400, "El proveedor no le dio entrada"),
        ("temporarily_unavailable", 503, "El proveedor no responde"),
    ],
)
def test_a_refusal_by_the_provider_is_told_in_our_own_words(there, client, told, status, said):
    state = parse_qs(urlsplit(go(client)).query)["state"][0]
    answer = {
        "state": state,
        "error": told,
        "error_description": "<b>words of theirs</b>",
        "iss": there.issuer,
    }
    response = client.get(f"/admin/sso/{KEY}/volver/", answer)
    page = response.content.decode()
    assert (response.status_code, said in page) == (status, True)
    assert "words of theirs" not in page
    assert "alert(1)" not in page


@pytest.mark.parametrize("method", ["post", "put", "delete", "head"])
def test_an_answer_comes_by_get_only(there, client, method):
    assert getattr(client, method)(f"/admin/sso/{KEY}/volver/").status_code == 405


def test_an_answer_in_the_fragment_never_reaches_us_and_the_page_leads_on(there, client):
    """Of `…/volver/#id_token=…` a browser sends only what stands before the fragment."""
    response = client.get(f"/admin/sso/{KEY}/volver/")
    assert response.status_code == 400
    assert f"/admin/sso/{KEY}/?" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_a_provider_that_is_down_gets_a_page_that_leads_on(there, client):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    publish({KEY: spec(nobody)})
    response = client.get(f"/admin/sso/{KEY}/")
    assert response.status_code == 503
    assert "El proveedor no responde" in response.content.decode()


def test_a_provider_that_never_answers_is_given_up(there, client, settings):
    settings.SSO_PATIENCE = 0.3
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        publish({KEY: spec(f"http://127.0.0.1:{silent.getsockname()[1]}")})
        assert client.get(f"/admin/sso/{KEY}/").status_code == 503


def test_a_provider_that_goes_down_in_between_signs_nobody_in(there, client, settings):
    answer = there.walk(go(client), "ana")
    settings.SSO_PATIENCE = 0.3
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        about = discovery.metadata(named(KEY)).model_dump()
        dead = {**about, "token_endpoint": f"http://127.0.0.1:{silent.getsockname()[1]}/token"}
        cache.set(discovery.kept_as(named(KEY), "metadata"), dead)
        assert come_back(client, answer).status_code == 503
    assert outside(client)


def test_a_document_of_another_issuer_is_no_discovery(there, client):
    publish({KEY: spec(there.issuer.replace("/o", "/o/"))})
    assert client.get(f"/admin/sso/{KEY}/").status_code == 503


def test_an_unknown_provider_is_not_there(there, client):
    assert client.get("/admin/sso/otro/").status_code == 404
    assert client.post("/admin/sso/otro/cierre/").status_code == 404


def test_a_city_without_single_sign_on_has_none_of_it(client, db):
    assert client.get(f"/admin/sso/{KEY}/").status_code == 404


def test_a_session_that_was_fixed_beforehand_is_another_one_after(there, client):
    go(client)
    before = client.session.session_key
    there.control("lie")
    publish({KEY: spec(there.issuer, second_factor={"amr": ["mfa"]})})
    there.person("ana", **ANA, amr=["mfa"])
    come_back(client, there.walk(go(client), "ana"))
    assert not outside(client)
    assert client.session.session_key != before


def test_many_begun_sign_ins_do_not_fill_the_session(there, client):
    for _ in range(12):
        go(client)
    assert len(client.session["sso_pending"]) == 5
