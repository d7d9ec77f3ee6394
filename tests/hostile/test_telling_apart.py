"""Whether an address, an account or a case exists shows in nothing: words, headers, sizes, work."""

import re
from difflib import ndiff

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casetypes.accounts import services as accounts
from casetypes.accounts import tasks
from casetypes.kernel import clock
from tests.cast import MORNING

pytestmark = pytest.mark.django_db
UNKNOWN = "TRC-26-000000000"
BY_CHANCE = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|\'nonce-[^\']+\'')
OF_THE_MOMENT = ("Expires", "X-Request-ID")


@pytest.fixture(autouse=True)
def handed_over(monkeypatch):
    """The worker is another process: what it does is no part of the answer."""
    told = []
    monkeypatch.setattr(tasks.send_code, "delay", lambda *given: told.append(given))
    with clock.at(MORNING):
        yield told


def hidden(text: str, *words: str) -> str:
    """Without what differs by chance, and without what the asker typed, however it is grouped in fours."""
    for word in words:
        text = re.sub(r"(?:[\s-]|<[^>]*>)*".join(map(re.escape, word.replace("-", ""))), "X", text)
    return BY_CHANCE.sub("", text)


def seen(browser: Client, path: str, data: dict[str, str] | None, *words: str) -> tuple[object, ...]:
    """All that somebody outside could compare: status, headers, words, where it leads, and the questions asked."""
    with CaptureQueriesContext(connection) as asked:
        response = browser.post(path, data) if data is not None else browser.get(path)
    headers = {
        name: hidden(value, *words) for name, value in response.headers.items() if name not in OF_THE_MOMENT
    }
    answer = response.status_code, headers, hidden(response.content.decode(), *words), len(asked)
    if response.get("Location"):
        return answer + seen(browser, response["Location"], None, *words)
    return answer


def differences(first: tuple[object, ...], other: tuple[object, ...]) -> list[str]:
    """Lines in which two answers differ."""
    lines = ["\n".join(map(str, each)).splitlines() for each in (first, other)]
    return [line.strip()[:300] for line in ndiff(*lines) if line[0] in "+-" and line[2:].strip()]


def compared(*ways: tuple[str, dict[str, str] | None, str]) -> list[tuple[object, ...]]:
    """What each way shows to a browser of its own, after one that warmed what is kept in memory."""
    found = []
    for path, data, word in (ways[0], *ways):
        browser = Client()
        browser.get("/mi-cuenta/entrar/")
        found.append(seen(browser, path, data, word))
    return found[1:]


def test_an_address_with_an_account_looks_like_one_without(handed_over):
    accounts.person_of(kind="email", address="known@example.org", language="es")
    known, other = compared(
        *(
            ("/mi-cuenta/entrar/", {"address": address}, address)
            for address in ("known@example.org", "other@example.org")
        )
    )
    assert differences(known, other) == []
    assert len(handed_over) == 3


def test_a_wrong_code_says_the_same_of_both():
    accounts.person_of(kind="email", address="known@example.org", language="es")
    answers = []
    for address in ("known@example.org", "known@example.org", "other@example.org"):
        browser = Client()
        browser.post("/mi-cuenta/entrar/", {"address": address})
        answers.append(seen(browser, "/mi-cuenta/codigo/", {"code": "000000"}, address))
    assert differences(answers[1], answers[2]) == []


def test_asking_for_a_code_says_nothing_of_the_folio(report):
    folios = [report().folio, report(correo="").folio, UNKNOWN]
    first, *others = compared(*((f"/seguimiento/{each}/codigo/", {"send": "email"}, each) for each in folios))
    assert [differences(first, other) for other in others] == [[], []]


def test_typing_a_code_says_nothing_of_the_folio(report):
    folios = [report().folio, report(correo="").folio, UNKNOWN]
    first, *others = compared(
        *((f"/seguimiento/{each}/codigo/", {"code": "000000"}, each) for each in folios)
    )
    assert [differences(first, other) for other in others] == [[], []]


def test_a_link_that_is_wrong_says_nothing_of_the_case(report):
    folios = [report().folio, UNKNOWN]
    known, unknown = compared(*((f"/seguimiento/{each}/?k=a:b:c", None, each) for each in folios))
    assert differences(known, unknown) == []


def test_another_s_case_looks_like_none_to_who_is_signed_in(report):
    folios = [report().folio, UNKNOWN]
    known, unknown = compared(*((f"/seguimiento/{each}/hacer/retirar/", None, each) for each in folios))
    assert differences(known, unknown) == []


def test_links_that_are_wrong_in_different_ways_look_alike():
    for root in ("/encuesta/", "/reportes/continuar/", "/mi-cuenta/dejar-de-seguir/"):
        words = ("wrong-link", "wrong:li:n", "a:b:c:d:e:", "Il9fIg:1:s")
        first, *others = [each[:3] for each in compared(*((f"{root}{word}/", None, word) for word in words))]
        for other in others:
            assert differences(first, other) == [], root
