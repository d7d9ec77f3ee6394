"""What somebody is told who types a wrong code, or asks for many: the same whatever the address is."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ENTER, CODE = "/mi-cuenta/entrar/", "/mi-cuenta/codigo/"
OFTEN = "aquí ya se pidieron varios códigos"


@pytest.fixture
def wrong(code_in):
    """A code that is not the one that was sent."""
    return lambda: "000000" if code_in() != "000000" else "000001"


def ask(browser: Client, address: str = "ana@example.org") -> None:
    browser.post(ENTER, {"kind": "email", "address": address})


def test_a_wrong_code_can_be_typed_again_and_the_tries_are_counted(client, worker, code_in, wrong):
    ask(client)
    first = client.post(CODE, {"code": wrong()}).content.decode()
    assert "le quedan 4 intentos" in first
    assert f'value="{wrong()}"' not in first
    for _try in range(3):
        last = client.post(CODE, {"code": wrong()})
    assert "una vez más" in last.content.decode()
    assert client.post(CODE, {"code": code_in()}).status_code == 302


def test_only_when_the_tries_are_over_a_new_one_is_asked_for(client, worker, wrong):
    ask(client)
    for _try in range(4):
        assert "Pida otro" not in client.post(CODE, {"code": wrong()}).content.decode()
    answer = client.post(CODE, {"code": wrong()}, follow=True)
    assert answer.request["PATH_INFO"] == ENTER
    assert "Ese código ya no vale. Pida otro." in answer.content.decode()


def test_when_the_tries_are_over_the_page_of_a_folio_offers_another(client, worker, report, wrong):
    address = f"/seguimiento/{report().folio}/codigo/"
    client.post(address, {"send": "email"})
    assert "le quedan 4 intentos" in client.post(address, {"code": wrong()}).content.decode()
    for _try in range(4):
        answer = client.post(address, {"code": wrong()})
    assert "Ese código ya no vale. Pida otro." in answer.content.decode()
    assert 'name="code"' not in answer.content.decode()


def test_who_asks_often_is_told_to_wait_by_what_this_browser_did(client, worker):
    for number in range(5):
        assert OFTEN not in client.get(CODE).content.decode()
        ask(client, f"a{number}@example.org")
    assert OFTEN in client.get(CODE).content.decode()
    other = Client()
    ask(other, "a0@example.org")
    assert OFTEN not in other.get(CODE).content.decode()
