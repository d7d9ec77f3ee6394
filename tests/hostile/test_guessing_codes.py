"""Guessing: codes of another person's report or account, from many browsers and networks, and folios."""

import pytest

from casetypes.accounts import codes
from casetypes.accounts.models import OneTimeCode
from tests.hostile.attacker import at_once

pytestmark = pytest.mark.django_db(transaction=True)
SIGN_IN, TYPE = "/mi-cuenta/entrar/", "/mi-cuenta/codigo/"
FOLIO_LIKE = "TRC-26-00000000"


def wrong_one(sent: list[str]) -> str:
    """A code that is none of those."""
    return next(f"{number:06d}" for number in range(len(sent) + 1) if f"{number:06d}" not in sent)


def test_many_browsers_in_many_networks_get_a_handful_of_guesses_at_one_address(
    browser, codes_sent, settings
):
    settings.CODES_PER_ADDRESS_HOUR, settings.CODES_PER_ADDRESS_DAY = 3, 3
    for _each in range(12):
        thief = browser()
        thief.post(SIGN_IN, {"address": "ana@example.org"})
        for _guess in range(codes.MOST_TRIES + 2):
            thief.post(TYPE, {"code": wrong_one(codes_sent())}, at=SIGN_IN)
    sent = OneTimeCode.objects.filter(state=OneTimeCode.SENT)
    assert sent.count() == 3
    assert sum(sent.values_list("tries", flat=True)) <= 3 * codes.MOST_TRIES


def test_the_right_code_in_another_browser_is_worth_nothing(browser, codes_sent):
    ana, thief = browser(), browser()
    ana.post(SIGN_IN, {"address": "ana@example.org"})
    right = codes_sent()[-1]
    thief.post(SIGN_IN, {"address": "ana@example.org"})
    assert thief.post(TYPE, {"code": right}).status == 422
    assert ana.post(TYPE, {"code": right}).status == 302


def test_a_code_for_one_thing_opens_no_other(browser, codes_sent, report):
    case = report()
    thief = browser()
    thief.post(SIGN_IN, {"address": "thief@example.org"})
    own = codes_sent()[-1]
    thief.post(f"/seguimiento/{case.folio}/codigo/", {"send": "email"})
    assert thief.post(f"/seguimiento/{case.folio}/codigo/", {"code": own}).status == 422


def test_guesses_sent_all_at_once_in_one_session_are_counted_one_by_one(browser, codes_sent):
    ana = browser()
    ana.post(SIGN_IN, {"address": "ana@example.org"})
    right, wrong = codes_sent()[-1], wrong_one(codes_sent())
    page = ana.get(TYPE)

    def guess(typed: str):
        window = browser(ana.network)
        window.cookies = dict(ana.cookies)
        return lambda: window.post(TYPE, {"code": typed}).status

    at_once(*(guess(wrong) for _each in range(8)))
    assert page.status == 200
    assert OneTimeCode.objects.get(state=OneTimeCode.SENT).tries == codes.MOST_TRIES
    assert ana.post(TYPE, {"code": right}, at=SIGN_IN).status != 200
    assert "/mi-cuenta/entrar/" in ana.get("/mi-cuenta/").location


def test_one_code_typed_twice_at_once_signs_in_once(browser, codes_sent):
    ana = browser()
    ana.post(SIGN_IN, {"address": "ana@example.org"})
    right = codes_sent()[-1]

    def type_it():
        window = browser(ana.network)
        window.cookies = dict(ana.cookies)
        window.post(TYPE, {"code": right})
        return window.get("/mi-cuenta/").status

    assert sorted(at_once(type_it, type_it, type_it)).count(200) == 1


def test_a_network_that_types_wrong_codes_has_to_wait(browser, codes_sent, settings):
    settings.WRONG_CODES_PER_NETWORK_HOUR = 6
    answers = []
    for number in range(4):
        thief = browser("198.51.100.7")
        thief.post(SIGN_IN, {"address": f"somebody{number}@example.org"})
        answers += [thief.post(TYPE, {"code": wrong_one(codes_sent())}).status for _guess in range(3)]
    assert answers.count(422) == 6
    assert set(answers[6:]) == {429}


def test_an_address_of_its_own_making_is_no_other_network(browser, settings, codes_sent):
    """What stands before the proxy's own entry was sent by the caller."""
    settings.CODES_PER_NETWORK_HOUR = 3
    answers = []
    for number in range(5):
        thief = browser(f"10.0.0.{number}, 198.51.100.9")
        answers.append(thief.post(SIGN_IN, {"address": f"a{number}@example.org"}).status)
    assert answers == [302, 302, 302, 429, 429]


def test_without_a_proxy_the_header_is_worth_nothing(browser, settings):
    settings.TRUSTED_PROXIES, settings.CODES_PER_NETWORK_HOUR = 0, 2
    answers = [
        browser(f"10.0.0.{n}").post(SIGN_IN, {"address": f"a{n}@example.org"}).status for n in range(4)
    ]
    assert answers == [302, 302, 429, 429]


def test_codes_cannot_be_had_at_will_by_asking_all_at_once(browser, codes_sent, settings):
    settings.CODES_PER_ADDRESS_HOUR = settings.CODES_PER_ADDRESS_DAY = 2

    def ask():
        return browser().post(SIGN_IN, {"address": "ana@example.org"}).status

    at_once(*(ask for _each in range(6)))
    assert len(codes_sent()) == 2


def test_folios_are_not_found_by_trying_them_out(browser, report, settings):
    settings.UNKNOWN_FOLIOS_PER_NETWORK_HOUR = 5
    known = report()
    thief, neighbour = browser(), browser()
    answers = [thief.get(f"/seguimiento/TRC-26-{number:08d}/").status for number in range(8)]
    assert answers == [404] * 5 + [429] * 3
    assert thief.get(f"/seguimiento/{known.folio}/").status == 429
    assert neighbour.get(f"/seguimiento/{known.folio}/").status == 200


def test_what_is_no_code_is_refused_plainly(browser, codes_sent):
    for typed in (
        "",
        " ",
        "0",
        "1234567",
        "abcdef",
        "１２３４５６",
        "²³¹²³¹",
        "-1",
        "000000 or 1=1",
        "\x00",
        "1" * 5000,
    ):
        ana = browser()
        ana.post(SIGN_IN, {"address": f"ana{len(codes_sent())}@example.org"})
        assert ana.post(TYPE, {"code": typed}).status == 422, typed
