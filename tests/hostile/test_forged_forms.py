"""Forms sent from elsewhere: every unsafe address of citizens asks for the token of its own site."""

import pytest
from django.urls import NoReverseMatch, reverse

from casetypes.access import doors
from casetypes.cases import links

pytestmark = pytest.mark.django_db(transaction=True)
FACES = ("portal:", "account:", "llave_mx:")
PARTS = (
    [],
    ["TRC-26-00000000"],
    ["bache"],
    ["bache", "lugar"],
    ["TRC-26-00000000", "retirar"],
    [1],
    ["token"],
)


def unsafe_addresses() -> list[str]:
    """Every address of citizens where a form may be sent, with something in its holes."""
    routes = {
        door.route for door in doors.listed() if "POST" in door.methods and door.route.startswith(FACES)
    }
    return sorted(filter(None, map(_address, routes)))


def _address(route: str) -> str:
    for parts in PARTS:
        try:
            return reverse(route, args=parts)
        except NoReverseMatch:
            continue
    return ""


def test_the_doors_of_citizens_are_known_here():
    assert len(unsafe_addresses()) >= 12


def test_no_form_is_taken_without_the_token_of_this_site(enter):
    ana = enter("ana@example.org")
    for address in unsafe_addresses():
        assert ana.send("POST", address, body=b"send=email&confirm=yes").status == 403, address


def test_nor_with_the_token_of_somebody_else(enter, browser):
    ana, thief = enter("ana@example.org"), browser()
    thief.get("/mi-cuenta/entrar/")
    forged = f"csrfmiddlewaretoken={thief.cookies['csrftoken']}".encode()
    for address in unsafe_addresses():
        assert ana.send("POST", address, body=forged).status == 403, address


def test_nor_from_another_site_with_the_right_one(enter):
    ana = enter("ana@example.org")
    ana.get("/mi-cuenta/datos/")
    right = f"csrfmiddlewaretoken={ana.cookies['csrftoken']}".encode()
    for address in unsafe_addresses():
        answer = ana.send("POST", address, body=right, headers={"Origin": "https://evil.example"})
        assert answer.status == 403, address


def test_other_methods_do_nothing(enter):
    ana = enter("ana@example.org")
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"):
        for address in unsafe_addresses():
            assert ana.send(method, address).status in (403, 404, 405), (method, address)


def test_reading_changes_nothing(enter, report):
    """A link, a picture or a look ahead of the browser must not act."""
    case, ana = report(), enter("ana@example.org")
    ana.get(f"/seguimiento/{case.folio}/?k={links.sign(case.folio)}")
    for address in unsafe_addresses():
        ana.get(address)
        ana.get(f"{address}?confirm=yes&send=email&session=1")
    assert ana.get("/mi-cuenta/").status == 200
    assert case.folio in ana.get("/mi-cuenta/").text.replace(" ", "")
