"""An address leaves the account by a code only, and those who own its addresses are told of every change."""

import pytest
from django.test import Client

from casetypes.accounts import services, tasks
from casetypes.citizens import selectors as people
from casetypes.citizens.models import Citizen

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch, worker, mailoutbox, django_capture_on_commit_callbacks):
    """`told(action)`: to whom letters went because of it, each with its words."""
    monkeypatch.setattr(tasks.send_address_letter, "delay", tasks.send_address_letter)

    def _told(action) -> dict[str, str]:
        already = len(mailoutbox)
        with django_capture_on_commit_callbacks(execute=True):
            action()
        return {letter.to[0]: letter.body for letter in mailoutbox[already:]}

    return _told


def ana() -> Citizen:
    return people.owner_of("email", "ana@example.org")


@pytest.fixture
def two(enter) -> Client:
    """Ana's browser; her account has two addresses."""
    browser = enter()
    services.add_address(ana(), kind="email", address="otra@example.org")
    return browser


def removal(of: str) -> str:
    number = next(each.number for each in people.addresses(ana()) if each.value == of)
    return f"/mi-cuenta/datos/contactos/{number}/quitar/"


def test_pressing_the_button_alone_removes_nothing(two):
    address = removal("otra@example.org")
    assert "¿Quitar otra@example.org?" in two.get(address).content.decode()
    assert two.post(address, {"code": "123456"}).status_code == 422
    assert len(people.addresses(ana())) == 2


def test_the_right_code_removes_it_and_its_owner_is_told(two, code_in, told):
    address = removal("otra@example.org")
    two.post(address, {"send": "1"})
    letters = told(lambda: two.post(address, {"code": code_in()}))
    assert [each.value for each in people.addresses(ana())] == ["ana@example.org"]
    assert "Este contacto se quitó de su cuenta" in letters["otra@example.org"]
    assert "otra@example.org" not in letters["ana@example.org"]


def test_the_code_goes_to_an_address_that_stays(two, mailoutbox):
    two.post(removal("ana@example.org"), {"send": "1"})
    assert mailoutbox[-1].to == ["otra@example.org"]


def test_a_code_to_remove_one_address_deletes_no_account_and_removes_no_other(two, code_in):
    two.post(removal("otra@example.org"), {"send": "1"})
    for elsewhere in ("/mi-cuenta/eliminar/", removal("ana@example.org")):
        assert two.post(elsewhere, {"code": code_in()}).status_code == 422
    assert len(people.addresses(ana())) == 2


def test_the_addresses_one_had_are_told_of_a_new_one(enter, told):
    enter()
    letters = told(lambda: services.add_address(ana(), kind="email", address="otra@example.org"))
    assert list(letters) == ["ana@example.org"]
    assert "Se agregó otro contacto a su cuenta" in letters["ana@example.org"]


def test_a_letter_lies_sealed_in_the_broker(enter, worker, monkeypatch, django_capture_on_commit_callbacks):
    enter()
    handed: list[str] = []
    monkeypatch.setattr(tasks.send_address_letter, "delay", handed.append)
    with django_capture_on_commit_callbacks(execute=True):
        services.add_address(ana(), kind="email", address="otra@example.org")
    assert len(handed) == 1
    assert "example" not in handed[0]
