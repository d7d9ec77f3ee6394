"""Signing in with a code: the same answers for everybody, sessions that rotate, end and can be ended."""

from datetime import timedelta

import pytest
from django.test import Client

from casetypes.accounts import sessions
from casetypes.accounts.models import Account, AccountSession
from casetypes.audit.models import AuditLeaf
from casetypes.citizens.models import Citizen
from casetypes.kernel import clock

pytestmark = pytest.mark.django_db
ENTER, CODE = "/mi-cuenta/entrar/", "/mi-cuenta/codigo/"


def test_an_account_is_never_a_must(client, report):
    case = report()
    assert client.get("/servicios/bache/reportar/", follow=True).status_code == 200
    assert client.get(f"/seguimiento/{case.folio}/").status_code == 200


def test_the_account_asks_to_sign_in_first_and_leads_back(client, enter):
    answer = client.get("/mi-cuenta/datos/")
    assert answer["Location"] == "/mi-cuenta/entrar/?next=%2Fmi-cuenta%2Fdatos%2F"
    browser = Client()
    enter(browser=browser, next="/mi-cuenta/datos/")
    assert browser.get("/mi-cuenta/datos/").status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "evil.example"],
)
def test_nobody_is_led_to_another_site(client, worker, code_in, elsewhere):
    client.post(ENTER, {"kind": "email", "address": "ana@example.org", "next": elsewhere})
    assert client.post(CODE, {"code": code_in()})["Location"] == "/mi-cuenta/"


def test_a_known_and_an_unknown_address_get_the_same_answers(enter, worker, mailoutbox):
    enter("known@example.org")
    pages = []
    for address in ("known@example.org", "unknown@example.org"):
        browser = Client()
        asked = browser.post(ENTER, {"kind": "email", "address": address})
        page = browser.get(CODE)
        wrong = browser.post(CODE, {"code": "000000"})
        pages.append(
            (asked.status_code, asked["Location"], page.status_code, wrong.status_code, sorted(page.headers))
        )
    assert pages[0] == pages[1]
    assert len(mailoutbox) == 3


def test_the_same_work_is_done_for_a_known_and_an_unknown_address(enter, worker, django_assert_num_queries):
    """The view writes one row; whether anybody has the address is not even asked there."""
    from casetypes.accounts import codes

    enter("known@example.org")
    for address in ("known@example.org", "unknown@example.org"):
        with django_assert_num_queries(1):
            codes.ask("sign_in", "", kind="email", address=address, network="192.0.2.9", language="es")


def test_the_second_sign_in_finds_the_same_person(enter):
    enter("ana@example.org")
    enter("ANA@example.org ")
    assert Account.objects.count() == 1
    assert AccountSession.objects.count() == 2


def test_the_key_of_the_session_rotates_so_that_a_planted_one_is_worth_nothing(client, enter):
    client.post(ENTER, {"kind": "email", "address": "ana@example.org"})
    planted = client.session.session_key
    enter(browser=client)
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/mi-cuenta/").status_code == 302


def test_a_session_ends_after_its_time(enter, settings):
    browser = enter()
    with clock.at(clock.now() + timedelta(days=settings.ACCOUNT_SESSION_DAYS, minutes=1)):
        assert browser.get("/mi-cuenta/").status_code == 302
        assert sessions.forget_ended() == 1


def test_on_a_device_of_others_it_ends_after_minutes_and_with_the_browser(enter, settings):
    browser = enter(shared="1")
    assert browser.cookies["sessionid"]["expires"] == ""
    with clock.at(clock.now() + timedelta(minutes=settings.ACCOUNT_SHARED_MINUTES, seconds=1)):
        assert browser.get("/mi-cuenta/").status_code == 302


def test_signing_out_forgets_the_account_and_everything_proven_in_this_browser(enter, report):
    case, browser = report(), enter()
    assert "Retirar mi reporte" in browser.get(f"/seguimiento/{case.folio}/").content.decode()
    browser.cookies["borrador-bache"] = "a-secret"
    answer = browser.post("/mi-cuenta/salir/")
    assert answer.cookies["borrador-bache"].value == ""
    assert browser.get("/mi-cuenta/").status_code == 302
    assert "Retirar mi reporte" not in browser.get(f"/seguimiento/{case.folio}/").content.decode()
    assert AccountSession.objects.count() == 0


def test_the_quick_exit_signs_out_too(enter):
    browser = enter()
    browser.get("/salir/")
    assert browser.get("/mi-cuenta/").status_code == 302


def test_one_device_can_end_the_others(enter):
    here, there = enter(), enter()
    here.post("/mi-cuenta/datos/sesiones/")
    assert here.get("/mi-cuenta/").status_code == 200
    assert there.get("/mi-cuenta/").status_code == 302


def test_nobody_ends_the_session_of_somebody_else(enter):
    stranger, ana = enter("otra@example.org"), enter("ana@example.org")
    hers = AccountSession.objects.order_by("pk").last()
    stranger.post("/mi-cuenta/datos/sesiones/", {"session": str(hers.pk)})
    assert ana.get("/mi-cuenta/").status_code == 200


def test_staff_who_sign_out_of_their_account_stay_staff(signed_in, enter):
    browser = signed_in("carla")
    enter(browser=browser)
    browser.post("/mi-cuenta/salir/")
    assert browser.session.get("_auth_user_id")


def test_an_erased_person_is_signed_out(enter):
    from casetypes.citizens import services as citizens

    browser = enter()
    citizens.erase(Citizen.objects.get(account__isnull=False))
    assert browser.get("/mi-cuenta/").status_code == 302


def test_sign_ins_are_leaves_of_the_log_without_any_address(enter):
    enter()
    leaf = AuditLeaf.objects.get(action="account.sign_in")
    assert leaf.subject.startswith("citizen:")
    assert "example.org" not in leaf.content


def test_a_network_that_asks_too_often_must_wait(client, worker, settings):
    settings.CODES_PER_NETWORK_HOUR = 2
    for number in range(2):
        assert client.post(ENTER, {"kind": "email", "address": f"a{number}@example.org"}).status_code == 302
    answer = client.post(ENTER, {"kind": "email", "address": "b@example.org"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")


def test_a_network_that_guesses_must_wait(client, worker, settings):
    settings.WRONG_CODES_PER_NETWORK_HOUR = 3
    client.post(ENTER, {"kind": "email", "address": "ana@example.org"})
    answers = [client.post(CODE, {"code": "000000"}).status_code for _try in range(4)]
    assert answers == [422, 422, 422, 429]


def test_the_network_is_read_from_a_proxy_only_where_one_is_configured(client, worker, settings):
    settings.CODES_PER_NETWORK_HOUR = 1
    for number, proxies in enumerate((0, 0, 1, 1)):
        settings.TRUSTED_PROXIES = proxies
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        answer = client.post(ENTER, {"kind": "email", "address": f"{number}@example.org"}, headers=headers)
        assert answer.status_code == (429 if (number, proxies) == (1, 0) else 302)


def test_phone_codes_are_offered_only_where_texts_are_sent(client):
    page = client.get(ENTER + "?por=phone").content.decode()
    assert "no se envían mensajes de texto" in page
    assert 'type="email"' in page
