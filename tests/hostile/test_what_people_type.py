"""What citizens type, and what Llave MX says of them, is text: never markup, a formula, a header or a flood."""

import json
from urllib.parse import urlencode

import pytest

from casetypes.accounts.models import OneTimeCode
from casetypes.cases.models import Case
from cms.workspace.spreadsheet import line
from tests.accounts.llave_mx.simulator import LlaveMx, Running, person, settings_for
from tests.cast import ANSWERS, CONTACT, PLAZA
from tests.hostile.attacker import Browser

pytestmark = pytest.mark.django_db(transaction=True)
MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7|add:7 }}{% debug %}"
API = "/api/v1/cases/"


def send_json(browser: Browser, body: bytes | str) -> int:
    text = body if isinstance(body, bytes) else body.encode()
    return browser.send("POST", API, body=text, headers={"Content-Type": "application/json"}).status


def a_report(**answers: object) -> dict[str, object]:
    return {"service": "bache", "answers": {**ANSWERS["bache"], "ubicacion": PLAZA, **CONTACT, **answers}}


def test_markup_in_a_report_stays_text_on_every_page(browser, enter, report, signed_in):
    case = report(referencias=MARKUP, nombre=MARKUP)
    ana, staff = enter("ana@example.org"), signed_in("carla")
    pages = [
        ana.get(path).text for path in ("/mi-cuenta/", "/mi-cuenta/datos/", f"/seguimiento/{case.folio}/")
    ]
    pages.append(browser().get(f"/seguimiento/{case.folio}/").text)
    pages.append(staff.get(f"/admin/casos/{case.folio}/", follow=True).content.decode())
    for page in pages:
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
    download = ana.get("/mi-cuenta/datos/descargar.json")
    assert download.headers["Content-Type"].startswith("application/json")
    assert "attachment" in download.headers["Content-Disposition"]


def test_markup_in_addresses_and_searches_comes_back_as_text(browser):
    visitor = browser()
    query = urlencode(
        {"q": MARKUP, "folio": MARKUP, "next": MARKUP, "por": MARKUP, "estado": MARKUP, "page": MARKUP}
    )
    for path in (
        "/servicios/",
        "/mi-cuenta/entrar/",
        "/seguimiento/buscar/",
        "/seguimiento/TRC-26-<b>/",
        "/mapa/colonias/",
    ):
        page = visitor.follow(visitor.get(f"{path}?{query}"))
        assert page.status < 500, path
        assert "<script>alert(1)" not in page.text
        assert "<img src=x" not in page.text


def test_markup_in_what_llave_mx_says_stays_text(browser, city, settings):
    back = f"{city}/mi-cuenta/llave-mx/regreso/"
    strange = person(correo='"<script>alert(1)</script>"@example.org', nombre=MARKUP, login=MARKUP)
    with Running(LlaveMx(redirect=back, people={"ana": strange})) as provider:
        settings.LLAVE_MX = settings_for(provider)
        ana = browser()
        there = ana.post("/mi-cuenta/llave-mx/").location
        query = dict(part.split("=", 1) for part in there.split("?")[1].split("&"))
        code = provider.grant(
            "ana", {"redirect_url": back, "code_challenge": query["code_challenge"], "state": "x"}
        )
        answer = ana.get(
            f"/mi-cuenta/llave-mx/regreso/?state={query['state']}&{code.split('?')[1].split('&')[0]}"
        )
        assert answer.location == "/mi-cuenta/"
        for path in ("/mi-cuenta/", "/mi-cuenta/datos/"):
            assert "<script>alert" not in ana.get(path).text


def test_an_error_that_llave_mx_sends_along_is_not_repeated(browser, settings):
    with Running(LlaveMx(redirect="x")) as provider:
        settings.LLAVE_MX = settings_for(provider)
        told = urlencode({"error": MARKUP, "error_description": MARKUP, "state": MARKUP, "code": MARKUP})
        visitor = browser()
        page = visitor.follow(visitor.get(f"/mi-cuenta/llave-mx/regreso/?{told}"))
        assert "alert" not in page.text


def test_a_spreadsheet_runs_nothing_of_what_people_type():
    for formula in ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://evil.example")'):
        assert line([formula]).startswith("\"'")


def test_an_address_that_would_add_a_header_gets_no_letter(browser, mailoutbox):
    for address in (
        "ana@example.org\nBcc: all@example.org", "ana@example.org%0aBcc:all@example.org",
        "ana@example.org,beto@example.org",
        "ana@example.org\r\n\r\nBody", "Ana <ana@example.org>", "ana@example.org\x00", "a" * 300 + "@example.org",
    ):  # fmt: skip
        answer = browser().post("/mi-cuenta/entrar/", {"address": address})
        assert answer.status in (302, 422)
    assert all(len(mail.recipients()) == 1 and "\n" not in mail.recipients()[0] for mail in mailoutbox)
    assert {mail.recipients()[0] for mail in mailoutbox} <= {"ana@example.org"}


def test_a_flood_is_turned_away_and_nothing_falls_over(browser):
    visitor = browser()
    assert visitor.send("POST", "/mi-cuenta/entrar/", body=b"address=" + b"a" * 6_000_000).status in (
        400,
        403,
        413,
    )
    assert visitor.send(
        "POST", "/mi-cuenta/entrar/", body=b"&".join(b"f%d=1" % n for n in range(3000))
    ).status in (400, 403)
    assert visitor.get("/servicios/?q=" + "a" * 20_000).status in (200, 400, 414)
    assert visitor.get("/servicios/?" + "&".join(f"q={n}" for n in range(3000))).status in (200, 400, 414)
    assert visitor.send("GET", "/", headers={"Cookie": "a=" + "b" * 30_000}).status in (200, 400, 431)
    assert visitor.get("/").status == 200


def test_a_report_of_the_wrong_shape_is_refused_and_nothing_falls_over(browser):
    visitor = browser()
    deep = "[" * 100_000 + "]" * 100_000
    nested = '{"a":' * 50_000 + "1" + "}" * 50_000
    wrong: list[bytes | str] = [
        deep, nested, f'{{"service": "bache", "answers": {nested}}}',
        f'{{"service": "bache", "answers": {{"via": {deep}}}}}',
        "", "null", "1", '"x"', "[]", "{}", '{"service": null}', '{"service": ["bache"], "answers": {}}',
        '{"service": "bache", "answers": []}', '{"service": "bache", "answers": "x"}', b"\xff\xfe", b"\x00",
        '{"service": "\\u0000", "answers": {}}', '{"service": "bache", "answers": {"\\ud800": 1}}',
        '{"service": "bache", "answers": {"profundidad_cm": 1e999}}', '{"service": "bache", "answers": {"x": NaN}}',
        '{"service": "bache", "answers": {"profundidad_cm": ' + "9" * 5000 + "}}",
        json.dumps(a_report(via={"a": [1]})), json.dumps(a_report(via=["calle"])), json.dumps(a_report(lesionados=[])),
        json.dumps(a_report(profundidad_cm=[6])), json.dumps(a_report(ubicacion="x")),
        json.dumps(a_report(ubicacion=[1])),
        json.dumps(a_report(ubicacion={"latitude": "x", "longitude": None})), json.dumps(a_report(correo={"a": 1})),
        json.dumps(a_report(ubicacion={"latitude": 1e308, "longitude": -1e308})), json.dumps(a_report(aviso="no")),
        json.dumps(a_report(correo="a\x00@example.org")), json.dumps(a_report(fotos=["x"])),
        json.dumps(a_report(fotos={"a": 1})),
    ]  # fmt: skip
    for body in wrong:
        status = send_json(visitor, body)
        assert 400 <= status < 500, (status, body[:120])
    assert Case.objects.count() == 0


def test_text_with_strange_signs_is_kept_as_text_or_refused(browser, settings):
    visitor = browser()
    for text in (
        "\x00",
        "\ud800",
        "‮gnp.exe",
        "a\u0301" * 90,
        "🕳" * 50,
        "\u200b",
        "\r\nX: y",
        "%00",
        "' OR 1=1 --",
    ):
        status = send_json(visitor, json.dumps(a_report(referencias=text)))
        assert status in (201, 400, 422), (status, text)


def test_a_form_in_the_wrong_dress_is_refused(browser):
    visitor = browser()
    visitor.get("/mi-cuenta/entrar/")
    token = visitor.cookies["csrftoken"]
    for kind, body in (
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n"),
        ("multipart/form-data", b"address=a"),
        ("multipart/form-data; boundary=" + "x" * 500, b"--x--"),
        ("application/json", b'{"address": "ana@example.org"}'),
        ("text/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"address=+ADw-script+AD4-"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"address=%ff%fe"),
    ):
        answer = visitor.send(
            "POST", "/mi-cuenta/entrar/", body=body, headers={"Content-Type": kind, "X-CSRFToken": token}
        )
        assert 400 <= answer.status < 500, (kind, answer.status)
    assert OneTimeCode.objects.count() == 0
