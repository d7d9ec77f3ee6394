"""No address of ours leads people to a site of somebody else's choice."""

from urllib.parse import quote, urlsplit

import pytest

pytestmark = pytest.mark.django_db(transaction=True)
ELSEWHERE = (
    "https://evil.example", "//evil.example", "///evil.example", "////evil.example", "/\\evil.example",
    "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", "http:evil.example", "https:/evil.example",
    "javascript:alert(1)", "data:text/html,x", " //evil.example", "/%2f%2fevil.example/..//evil.example",
    "https://localhost@evil.example", "//localhost:80@evil.example/", "https://localhost.evil.example",
    "/mi-cuenta/\r\nLocation: https://evil.example", "http://[::1", "//[evil.example", "mi-cuenta/",
    "?x=//evil.example", "/" * 3000, "//evil.example" + "a" * 5000,
)  # fmt: skip
NAMES = ("siguiente", "return", "redirect", "url", "goto", "dest", "continue", "back", "volver", "u")
DOORS = (
    "/", "/buscar/", "/seguimiento/buscar/", "/salir/", "/mi-cuenta/entrar/", "/mi-cuenta/", "/admin/login/",
    "/admin/logout/",
)  # fmt: skip
SLASHES = (
    "//evil.example/", "///evil.example", "/\\evil.example", "/%5cevil.example", "/%2f%2fevil.example",
    "//evil.example/seguimiento/x", "/en//evil.example", "/.evil.example", "/;@evil.example",
)  # fmt: skip
FOLIOS = (
    "-", "--", "%2e%2e", "..", "%00", "%0d%0aX:y", "//evil.example", "/", "?", "#", "%", "a" * 3000, "É", "🕳", "%20",
)  # fmt: skip


def leaves(browser, location: str) -> bool:
    """Whether a browser would go to another site: it reads backslashes as slashes and drops tabs and line ends."""
    plain = location.replace("\\", "/").replace("\t", "").replace("\r", "").replace("\n", "").strip()
    if plain == "https://www.gob.mx/":
        return False  # the quick exit, the same for everybody
    parts = urlsplit(plain)
    return bool(parts.netloc and parts.netloc != urlsplit(browser.home).netloc) or parts.scheme not in (
        "",
        "http",
    )


def test_no_door_sends_people_elsewhere(browser):
    visitor = browser()
    for door in DOORS:
        for wanted in ELSEWHERE[:22]:
            wish = quote(wanted)
            answer = visitor.get(f"{door}?next={wish}&folio={wish}&q={wish}")
            assert answer.status < 500, (door, wanted)
            assert not leaves(visitor, answer.location), (door, wanted, answer.location)


def test_other_names_for_it_are_no_names_here(browser):
    visitor = browser()
    for door in DOORS:
        wishes = "&".join(f"{name}=https://evil.example" for name in NAMES)
        assert not leaves(visitor, visitor.get(f"{door}?{wishes}").location)


def test_signing_in_leads_back_only_to_this_site(browser, codes_sent, settings):
    settings.CODES_PER_ADDRESS_HOUR = settings.CODES_PER_ADDRESS_DAY = 100
    for wanted in ELSEWHERE:
        ana = browser()
        assert ana.get(f"/mi-cuenta/entrar/?next={quote(wanted)}").status == 200
        ana.post("/mi-cuenta/entrar/", {"address": "ana@example.org", "next": wanted})
        answer = ana.post("/mi-cuenta/codigo/", {"code": codes_sent()[-1]})
        assert answer.status == 302
        assert not leaves(ana, answer.location), answer.location
        again = ana.get(f"/mi-cuenta/entrar/?next={quote(wanted)}")
        assert not leaves(ana, again.location), again.location


def test_a_slash_that_is_added_leads_to_no_other_site(browser):
    visitor = browser()
    for path in SLASHES:
        answer = visitor._pool.request("GET", visitor.home + path, redirect=False)
        assert answer.status < 500, path
        assert not leaves(visitor, answer.headers.get("Location", "")), path


def test_a_folio_of_any_shape_finds_nothing_and_breaks_nothing(browser):
    for folio in FOLIOS:
        visitor = browser()
        for address in (f"/seguimiento/buscar/?folio={folio}", f"/seguimiento/{folio}/"):
            answer = visitor.get(address)
            assert answer.status < 500, address
            assert not leaves(visitor, answer.location)
            assert visitor.follow(answer).status in (200, 400, 404, 429), address
