"""The pages of Llave MX, against a simulator that speaks its protocol, up to being signed in and back out."""

from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import urllib3
from django.test import Client

from casetypes.accounts import services as accounts
from casetypes.accounts.llave_mx import linking
from casetypes.accounts.llave_mx.models import LlaveMxIdentity
from casetypes.accounts.models import Account, AccountSession
from casetypes.citizens import selectors
from casetypes.citizens.models import Citizen
from cms.account.llave_mx import pending, tries
from tests.accounts.llave_mx.simulator import person

pytestmark = pytest.mark.django_db
ENTER, HOME, CHOOSE, REMOVE = (
    "/mi-cuenta/llave-mx/",
    "/mi-cuenta/",
    "/mi-cuenta/llave-mx/elegir/",
    "/mi-cuenta/llave-mx/quitar/",
)
COMEBACK = "/mi-cuenta/llave-mx/regreso/"


def go_there(client: Client, prefix: str = "", **typed: str) -> str:
    """The address at Llave MX to which the form leads."""
    response = client.post(f"{prefix}{ENTER}", typed)
    assert response.status_code == 302
    return response["Location"]


def sign_in_there(address: str, who: str = "ana") -> str:
    """What the person does on the page of Llave MX; where it sends the browser back to, without the host."""
    return press_there(address, cuenta=who, hacer="entrar")


def press_there(address: str, **typed: str) -> str:
    answer = urllib3.request("POST", address, body=urlencode(typed), redirect=False, retries=False)
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def come_in(client: Client, who: str = "ana", **typed: str):
    """The whole way; the answer to coming back."""
    return client.get(sign_in_there(go_there(client, **typed), who))


def signed_in_as(client: Client) -> Citizen | None:
    found = AccountSession.objects.select_related("account__citizen").order_by("-pk").first()
    return found.account.citizen if client.get(HOME).status_code == 200 and found else None


def proven(address: str) -> Citizen:
    return accounts.person_of(kind="email", address=address, language="es")


@pytest.mark.parametrize("path", [ENTER, CHOOSE, COMEBACK])
def test_a_city_without_llave_mx_has_no_such_pages_and_no_button(client, path):
    assert client.get(path).status_code == 404
    assert "Llave MX" not in client.get("/mi-cuenta/entrar/").content.decode()


def test_the_button_stands_beside_the_other_ways_and_keeps_where_one_was_going(client, provider):
    page = client.get("/mi-cuenta/entrar/?next=/mi-cuenta/sigo/").content.decode()
    assert f'href="{ENTER}?next=/mi-cuenta/sigo/"' in page


def test_what_is_asked_there_carries_the_state_and_the_proof_and_no_secret(client, provider):
    provider.secret = "s3cret"
    query = parse_qs(urlsplit(go_there(client)).query)
    assert query["response_type"] == ["code"]
    assert query["client_id"] == [provider.client]
    assert query["redirect_url"] == query["redirect_uri"] == [provider.redirect]
    assert query["code_challenge_method"] == ["S256"]
    assert len(query) == 7
    assert "s3cret" not in str(query)


def test_only_the_page_that_leads_there_may_be_left_for_llave_mx(client, provider):
    def form_action(path):
        policy = client.get(path)["Content-Security-Policy"]
        return next(each for each in policy.split("; ") if each.startswith("form-action"))

    assert form_action(ENTER) == f"form-action 'self' {provider.address}"
    assert form_action("/mi-cuenta/entrar/") == "form-action 'self'"


def test_a_new_person_comes_in_and_has_an_account(client, provider):
    assert come_in(client)["Location"] == HOME
    assert [each.value for each in selectors.addresses(signed_in_as(client))] == ["ana@example.org"]
    assert AccountSession.objects.get().by == "llave_mx"


def test_whoever_was_here_before_by_a_code_is_the_same_person(client, provider):
    ana = proven("ana@example.org")
    come_in(client, next="/mi-cuenta/datos/")
    assert signed_in_as(client) == ana
    page = client.get("/mi-cuenta/datos/").content.decode()
    assert "GOMA•••" in page
    assert "GOMA850101" not in page


def test_the_address_to_come_back_to_is_spanish_and_the_pages_stay_english(client, provider):
    back = sign_in_there(go_there(client, "/en"))
    assert back.startswith(COMEBACK)
    assert client.get(back)["Location"] == f"/en{HOME}"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:///evil.example",
        "\t//evil.example", "/%09/evil.example\r\nX: y",
    ],
)  # fmt: skip
def test_it_leads_nowhere_but_on_this_site(client, provider, wanted):
    location = come_in(client, next=wanted)["Location"]
    assert urlsplit(location).netloc == ""
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert "\n" not in location


def test_a_code_cannot_be_brought_to_another_browser(client, provider):
    """An attacker who has signed in there sends the victim to their own way back."""
    back = sign_in_there(go_there(Client()))
    answer = client.get(back)
    assert answer["Location"] == ENTER
    assert signed_in_as(client) is None
    assert provider.calls == []


def test_a_state_of_another_sign_in_of_the_same_browser_is_refused(client, provider):
    first = sign_in_there(go_there(client))
    go_there(client)
    assert client.get(first)["Location"] == ENTER
    assert Account.objects.count() == 0


def test_the_way_back_is_good_once(client, provider):
    back = sign_in_there(go_there(client))
    client.get(back)
    client.post("/mi-cuenta/salir/")
    assert client.get(back)["Location"] == ENTER
    assert signed_in_as(client) is None


def test_a_state_is_worth_nothing_after_a_while(client, provider, monkeypatch):
    back = sign_in_there(go_there(client))
    monkeypatch.setattr(pending, "HOLDS", timedelta(0))
    assert client.get(back)["Location"] == ENTER
    assert provider.calls == []


def test_a_state_of_another_city_is_refused(client, provider, settings):
    back = sign_in_there(go_there(client))
    settings.CITY = "hermosillo"
    assert client.get(back)["Location"] == ENTER
    assert provider.calls == []


def test_somebody_who_gives_up_there_comes_back_to_a_friendly_page(client, provider):
    page = client.get(press_there(go_there(client), hacer="cancelar"), follow=True).content.decode()
    assert "no se completó" in page
    assert "Mejor con un código" in page


@pytest.mark.parametrize("call", ["obtenerToken", "datosUsuario"])
@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (None, "no responde en este momento"),
        ((500, b"", {}), "no responde en este momento"),
        ((200, b'{"sub": "4711"}', {}), "de una manera que este sitio no entiende"),
        ((200, b"<html>", {}), "de una manera que este sitio no entiende"),
        ((400, b'{"error": "invalid_grant"}', {}), "no se completó"),
    ],
)
def test_a_bad_day_there_is_a_friendly_page_here_and_nothing_is_written(client, provider, call, answer, says):
    provider.misbehave(call, lambda: answer)
    response = client.get(sign_in_there(go_there(client)), follow=True)
    assert response.status_code == 200
    assert says in response.content.decode()
    assert (Citizen.objects.count(), LlaveMxIdentity.objects.count(), Account.objects.count()) == (0, 0, 0)


def test_a_field_that_is_missing_leaves_nothing_half_written(client, provider):
    provider.people["ana"] = person(idUsuario=...)
    come_in(client)
    assert (Citizen.objects.count(), LlaveMxIdentity.objects.count()) == (0, 0)


def test_on_a_shared_device_the_session_there_is_closed_too(client, provider):
    come_in(client, shared="1")
    assert [call for call, _headers, _body in provider.calls] == [
        "obtenerToken",
        "datosUsuario",
        "cerrarSesion",
    ]
    assert AccountSession.objects.get().shared is True


def test_the_session_of_before_is_not_the_session_of_after(client, provider):
    client.get("/mi-cuenta/entrar/")
    go_there(client)
    before = client.session.session_key
    come_in(client)
    assert client.session.session_key != before


def test_two_accounts_are_shown_masked_and_the_person_chooses(client, provider):
    provider.people["ana before"] = person(correo=None)
    provider.people["ana"] = person(idUsuario=2)
    come_in(client, "ana before")
    by_curp = signed_in_as(client)
    client.post("/mi-cuenta/salir/")
    by_address = proven("ana@example.org")
    assert come_in(client)["Location"] == CHOOSE
    page = client.get(CHOOSE).content.decode()
    assert "a•••@example.org" in page
    assert "ana@example.org" not in page
    assert client.post(CHOOSE, {"account": str(by_address.pk)})["Location"] == HOME
    assert signed_in_as(client) == by_address != by_curp
    assert client.get(CHOOSE)["Location"] == ENTER


@pytest.mark.parametrize(
    "picked", ["", "0", "not-a-uuid", "00000000-0000-0000-0000-000000000000", "stranger"]
)
def test_an_account_that_was_not_offered_cannot_be_entered(client, provider, picked):
    stranger = proven("stranger@example.org")
    provider.people["ana"] = person(correo="beto@example.org")
    proven("beto@example.org")
    come_in(client)
    client.post("/mi-cuenta/salir/")
    provider.people["ana"] = person(idUsuario=2, correo="zoe@example.org")
    proven("zoe@example.org")
    assert come_in(client)["Location"] == CHOOSE
    client.post(CHOOSE, {"account": str(stranger.pk) if picked == "stranger" else picked})
    assert signed_in_as(client) is None


def test_who_has_to_choose_is_not_kept_in_the_plain(client, provider):
    provider.people["ana before"] = person(correo=None)
    provider.people["ana"] = person(idUsuario=2)
    come_in(client, "ana before")
    client.post("/mi-cuenta/salir/")
    proven("ana@example.org")
    come_in(client)
    kept = str(dict(client.session))
    assert pending.ARRIVED in kept
    assert not any(secret in kept for secret in ("ana@example.org", "GOMA850101"))


def test_it_is_linked_and_removed_under_my_data(client, provider):
    ana = proven("ana@example.org")
    come_in(client)
    assert "Quitar Llave MX" in client.get("/mi-cuenta/datos/").content.decode()
    assert "GOMA•••" in client.get(REMOVE).content.decode()
    page = client.post(REMOVE, follow=True).content.decode()
    assert "ya no está vinculada" in page
    assert linking.identity_of(ana) is None
    assert signed_in_as(client) == ana


def test_the_last_way_in_cannot_be_removed(client, provider):
    provider.people["ana"] = person(correo=None)
    come_in(client)
    assert "Agregue primero" in client.post(REMOVE, follow=True).content.decode()
    assert LlaveMxIdentity.objects.count() == 1


def test_an_account_without_an_address_can_be_deleted_and_does_not_come_back(client, provider):
    provider.people["ana"] = person(correo=None)
    come_in(client)
    ana = signed_in_as(client)
    assert "Enviarme un código" not in client.get("/mi-cuenta/eliminar/").content.decode()
    client.post("/mi-cuenta/eliminar/", {"sure": "1"})
    assert signed_in_as(client) is None
    come_in(client)
    assert signed_in_as(client) != ana


def test_an_account_with_an_address_is_deleted_by_a_code_only(client, provider):
    come_in(client)
    client.post("/mi-cuenta/eliminar/", {"sure": "1"})
    assert signed_in_as(client) is not None


def test_what_came_with_it_is_theirs_to_take_along(client, provider):
    come_in(client)
    assert client.get("/mi-cuenta/datos/descargar.json").json()["llave_mx"]["curp"] == "GOMA850101MCLMRN01"
    assert "GOMA850101MCLMRN01" in client.get("/mi-cuenta/datos/descargar/").content.decode()


def test_removing_is_for_whoever_is_signed_in_and_never_by_a_link(client, provider):
    come_in(client)
    client.get(REMOVE)
    Client().post(REMOVE)
    assert LlaveMxIdentity.objects.count() == 1


def test_a_network_that_comes_back_without_end_has_to_wait(client, provider, monkeypatch):
    monkeypatch.setattr(tries, "MOST", 1)
    come_in(client)
    calls = len(provider.calls)
    assert come_in(client).status_code == 429
    assert len(provider.calls) == calls


def test_nothing_here_is_kept_by_browsers_or_proxies(client, provider):
    come_in(client)
    for path in (ENTER, COMEBACK, CHOOSE, REMOVE):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_no_page_is_more_than_a_few_queries(client, provider, django_assert_max_num_queries):
    come_in(client)
    client.post("/mi-cuenta/salir/")
    back = sign_in_there(go_there(client))
    with django_assert_max_num_queries(30):
        client.get(back)
