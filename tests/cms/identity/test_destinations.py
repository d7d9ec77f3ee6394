"""Where `next` may lead: to pages of this site, whatever is tried."""

import pytest

from cms.identity.destinations import FIRST, safe

pytestmark = pytest.mark.django_db
SENT = {
    "/admin/casos/TRC-26-ABCDEFGH1/nota/": "/admin/casos/TRC-26-ABCDEFGH1/",
    "/admin/personas/7/claves/": "/admin/personas/7/",
    "/admin/seguridad/sesiones/3/cerrar/": "/admin/seguridad/",
}
OWN = ["/admin/", "/admin/mesas/bacheo/?q=hoyo&order=due", "/admin/casos/TRC-26-ABCDEFGH1/", "/servicios/"]
ELSEWHERE = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
    "http://evil.example/admin/", "https:evil.example", "http:evil", "HTTP://evil.example", "javascript:alert(1)",
    "data:text/html,x", "/\tevil", "/\t/evil.example", "/\n/evil.example", "\t//evil.example", " //evil.example",
    "/%09/evil.example", "/%2f%2fevil.example", "/%2Fevil.example", "%2f%2fevil.example", "/%5cevil.example",
    "/%255cevil.example", "//evil.example/admin/", "/admin/\r\nLocation: http://evil.example", "evil.example",
    "admin/", "//[::1]/admin/", "/\u2028/evil", "/admin/../..//evil.example\\", "/" + "a" * 3000, "", "/nowhere/at/all",
    "/admin/login/", "/admin/logout/", "@evil.example", "/\x00/evil",
]  # fmt: skip


@pytest.mark.parametrize("address", OWN)
def test_pages_of_this_site_are_kept(address):
    assert safe(address) == address


@pytest.mark.parametrize("address", SENT)
def test_where_one_can_only_send_something_the_page_above_is_opened(address):
    assert safe(address) == SENT[address]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_everything_else_leads_to_the_first_page(address):
    assert safe(address) == FIRST


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "http:evil", "/%09/evil.example"])
@pytest.mark.parametrize("how", ["posted", "in the address"])
def test_the_pages_themselves_keep_to_it(door, people, address, how):
    people("elena")
    if how == "posted":
        answer = door.password("elena", next=address)
    else:
        shown = door.get("/admin/login/", data={"next": address})
        assert f'name="next" value="{FIRST}"' in shown.content.decode()
        answer = door.password("elena", next=FIRST)
    assert answer.status_code == 302 and answer["Location"] == FIRST
