"""Headers, spellings and request lines that try to be somebody or somewhere else: they change nothing."""

import pytest
from django.conf import settings
from django.core import mail

from casetypes.access.actors import PUBLIC
from casetypes.cases import links, outbox
from casetypes.cases.models import Case
from casetypes.kernel.errors import NotFound
from tests.cast import CONTACT

EVIL = "evil.example.net"
HEADERS = [
    {"Host": EVIL}, {"X-Forwarded-Host": EVIL}, {"X-Forwarded-Server": EVIL}, {"Forwarded": f"host={EVIL};proto=https"},
    {"X-Original-URL": "/admin/"}, {"X-Rewrite-URL": "/admin/"},
    {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "443"},
    {"X-Forwarded-Prefix": f"//{EVIL}"}, {"X-Forwarded-User": "admin"}, {"Remote-User": "admin"},
]  # fmt: skip


@pytest.mark.parametrize("headers", HEADERS, ids=lambda headers: next(iter(headers)))
def test_no_header_opens_the_admin_or_leads_elsewhere(db, client, headers):
    answer = client.get("/admin/casos/TRC-26-AAAAAAAAA/", headers=headers)
    assert answer.status_code in {302, 400}
    assert EVIL not in answer.get("Location", "")


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_no_header_turns_reading_into_writing(signed_in, report, header):
    case: Case = report("bache")
    address = f"/admin/casos/{case.folio}/nota/"
    assert signed_in("carla").get(address, headers={header: "POST"}).status_code == 405


@pytest.mark.parametrize("path", [
    "//admin/casos/{folio}/", "/admin//casos/{folio}/", "/admin/casos/{folio}/.", "/admin/casos/{folio}%2f..%2f",
    "/%61dmin/casos/{folio}/", "/admin/casos/{folio}/?next=//evil.example.net", "/ADMIN/casos/{folio}/",
    "/admin/./casos/{folio}/", "/admin;/casos/{folio}/", "/en/admin/casos/{folio}/",
    "/api/v1/../../admin/casos/{folio}/",
])  # fmt: skip
def test_no_spelling_of_an_address_opens_a_case_to_a_stranger(client, report, path):
    case: Case = report("bache")
    answer = client.get(path.format(folio=case.folio))
    assert answer.status_code in {301, 302, 404}
    assert not answer.get("Location", "").startswith(("//", "http"))
    assert CONTACT["correo"] not in answer.content.decode()


@pytest.mark.parametrize("change", [
    lambda folio: folio.replace("T", "Т", 1), lambda folio: folio.replace("-", "‐"), lambda folio: folio + "\u200b",
    lambda folio: folio + ".", lambda folio: folio + "%00", lambda folio: "".join(chr(ord(c) + 0xFEE0) for c in folio),
], ids=["cyrillic", "hyphen", "zero width", "dot", "nul", "full width"])  # fmt: skip
def test_a_folio_that_looks_alike_is_no_proof(client, report, change):
    """Whoever proved to be the reporter of one folio is not the reporter of another spelling."""
    case: Case = report("bache")
    client.get(f"/seguimiento/{case.folio}/", {"k": links.sign(case.folio)})
    answer = client.get(f"/seguimiento/{change(case.folio)}/hacer/retirar/")
    assert answer.status_code in {302, 400, 404}


def test_links_in_letters_are_of_the_configured_address_whatever_the_host_was(
    client, report, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.get("/", headers={"Host": EVIL, "X-Forwarded-Host": EVIL})
        report("bache", actor=PUBLIC)
    outbox.relay()
    told = "".join(message.body for message in mail.outbox)
    assert settings.PUBLIC_URL in told and EVIL not in told


def test_a_reset_of_a_password_asked_under_another_host_names_only_our_own(
    client, db, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/admin/entrar/olvido/", {"email": "carla@example.org"}, headers={"Host": EVIL})
    assert EVIL not in "".join(message.body for message in mail.outbox)


@pytest.mark.parametrize("purpose", ["reporter", "survey", "secret"])
def test_a_signed_link_of_another_city_opens_nothing(settings, purpose):
    settings.CITY = "hermosillo"
    token = links.sign("TRC-26-AAAAAAAAA", purpose)
    settings.CITY = "torreon"
    with pytest.raises(NotFound):
        links.open_link(token, purpose)


def test_a_link_for_one_purpose_opens_no_other():
    with pytest.raises(NotFound):
        links.open_link(links.sign("TRC-26-AAAAAAAAA", "survey"), "reporter")
