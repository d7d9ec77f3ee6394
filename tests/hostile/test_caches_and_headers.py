"""Pages that many people get must hold nothing of one of them, and nothing that one of them sent."""

import re

import pytest

from casetypes.cases import links

pytestmark = pytest.mark.django_db(transaction=True)
PUBLIC = ("/", "/en/", "/servicios/", "/servicios/bache/", "/seguimiento/", "/transparencia/", "/aviso-de-privacidad/",
          "/ayuda/", "/contacto/", "/accesibilidad/")  # fmt: skip
EVIL = "evil.example"
TRICKS = (
    {"Host": EVIL},
    {"X-Forwarded-Host": EVIL},
    {"X-Host": EVIL},
    {"X-Forwarded-Server": EVIL},
    {"Forwarded": f"host={EVIL}"},
    {"X-Original-URL": "/admin/"},
    {"X-Rewrite-URL": "/admin/"},
    {"X-Forwarded-Prefix": f"//{EVIL}"},
    {"X-Forwarded-Proto": "https"},
    {"X-Forwarded-Scheme": "nothttps"},
    {"X-Forwarded-Port": "1337"},
    {"Accept-Language": "<script>evil.example</script>"},
    {"User-Agent": "evil.example <script>"},
    {"Referer": "https://evil.example/"},
    {"X-Request-ID": "evil.example\tX: y"},
    {"X-HTTP-Method-Override": "DELETE"},
)


def personal(page: str) -> str:
    """The page without what differs from one request to the next by design."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return re.sub(r'nonce="[^"]+"', "", page)


def stays_apart(answer) -> bool:
    """Whether no shared cache may keep it, or only per cookie."""
    rules = answer.headers.get("Cache-Control", "")
    return "private" in rules or "no-store" in rules or "cookie" in answer.headers.get("Vary", "").lower()


def test_what_a_signed_in_citizen_gets_is_never_given_to_the_next(enter, browser):
    ana = enter("ana@example.org")
    for path in PUBLIC:
        before, for_ana, after = browser().get(path), ana.get(path), browser().get(path)
        assert personal(before.text) == personal(after.text), path
        for page in (before, for_ana, after):
            assert "ana@example.org" not in page.text
        assert for_ana.text == before.text or stays_apart(for_ana), path


def test_the_page_of_a_folio_is_never_kept_as_somebody_s_own(enter, browser, report):
    case = report()
    path, ana = f"/seguimiento/{case.folio}/", enter("ana@example.org")
    own = ana.get(path)
    assert "Retirar mi reporte" in own.text
    assert "no-store" in own.headers["Cache-Control"]
    for stranger in (browser(), enter("thief@example.org"), browser()):
        page = stranger.get(path)
        assert "Retirar mi reporte" not in page.text
        assert "ana@example.org" not in page.text
        assert "csrfmiddlewaretoken" not in page.text or stranger.cookies.get("csrftoken")
    by_link = browser()
    by_link.get(f"{path}?k={links.sign(case.folio)}")
    assert "Retirar mi reporte" in by_link.get(path).text
    assert "Retirar mi reporte" not in browser().get(path).text


def test_a_kept_page_never_shows_who_is_signed_in(enter, browser, report):
    """First for the signed-in one, then for strangers, and the other way round."""
    case = report()
    path = f"/seguimiento/{case.folio}/"
    beto = enter("beto@example.org")
    asked = [beto.get(path).text, browser().get(path).text, beto.get(path).text, browser().get(path).text]
    assert personal(asked[1]) == personal(asked[3])
    assert "Mi cuenta" not in asked[1]


def test_a_header_leaves_no_trace_in_the_page_of_the_next(browser, report, settings):
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    for path in ("/", "/servicios/bache/", f"/seguimiento/{report().folio}/"):
        for trick in TRICKS:
            poisoned = browser().send("GET", path, headers=trick)
            assert EVIL not in poisoned.text, trick
            assert EVIL not in str(poisoned.headers), trick
        clean = browser().get(path)
        assert clean.status == 200
        assert EVIL not in clean.text


def test_a_host_of_its_own_making_is_refused_where_hosts_are_named(browser, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    for host in (EVIL, f"localhost:80@{EVIL}", f"localhost.{EVIL}", "localhost#x", "localhost\\x", ""):
        assert browser().send("GET", "/", headers={"Host": host}).status == 400, host


def test_links_in_letters_lead_to_the_city_whatever_host_was_asked(browser, mailoutbox, settings):
    settings.PUBLIC_URL = "https://agora.example.gob.mx"
    thief = browser()
    thief.get("/mi-cuenta/entrar/")
    thief.post("/mi-cuenta/entrar/", {"address": "ana@example.org"}, **{"X-Forwarded-Host": EVIL})
    assert mailoutbox
    assert EVIL not in "".join(mail.body + str(mail.subject) for mail in mailoutbox)


def test_a_question_in_the_address_is_no_part_of_the_page_of_others(browser, report):
    path = f"/seguimiento/{report().folio}/"
    for question in ("utm=evil.example", "q=evil.example", "k=", "page=evil.example", "%00=1", "lang=<b>"):
        assert browser().get(f"{path}?{question}").status < 500, question
        assert EVIL not in browser().get(path).text


def test_pages_of_an_account_are_kept_nowhere(enter):
    ana = enter("ana@example.org")
    for page in (
        "",
        "datos/",
        "borradores/",
        "sigo/",
        "datos/descargar.json",
        "datos/descargar/",
        "eliminar/",
        "codigo/",
    ):
        answer = ana.get(f"/mi-cuenta/{page}")
        assert answer.status in (200, 302), page
        assert "no-store" in answer.headers["Cache-Control"], page
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_every_answer_says_what_browsers_must_refuse(browser, report):
    for path in (*PUBLIC, f"/seguimiento/{report().folio}/", "/no-existe/", "/mi-cuenta/entrar/"):
        headers = browser().get(path).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_cookies_that_prove_something_are_out_of_reach_of_scripts(browser):
    answer = browser().send("GET", "/mi-cuenta/entrar/")
    for line in answer.headers.getlist("Set-Cookie"):
        assert "SameSite=Lax" in line
        assert "HttpOnly" in line or line.startswith("csrftoken=")
