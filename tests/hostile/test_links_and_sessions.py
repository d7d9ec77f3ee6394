"""Links that are old, used, bent or from elsewhere; sessions that somebody planted, kept or swapped."""

from datetime import timedelta

import pytest
from django.conf import settings as conf
from django.core import signing

from casetypes.accounts.models import AccountSession
from casetypes.audit.models import AuditLeaf
from casetypes.cases import links
from casetypes.cases.models import Case
from casetypes.intake import drafts
from casetypes.kernel import clock
from casetypes.surveys.services import invite
from tests.hostile.attacker import Browser, at_once

pytestmark = pytest.mark.django_db(transaction=True)
MINE = "Retirar mi reporte"


def opens(browser: Browser, folio: str, token: str) -> bool:
    """Whether that link makes the browser the reporter's."""
    browser.get(f"/seguimiento/{folio}/?k={token}")
    return MINE in browser.get(f"/seguimiento/{folio}/").text


def bent(token: str) -> list[str]:
    """The same token with one sign changed, cut, doubled, or with its parts in another order."""
    head, *rest = token.split(":")
    return [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        ("a" if token[0] != "a" else "b") + token[1:],
        token[:-5],
        token + token,
        ":".join([head, "9" + rest[0][1:], *rest[1:]]),
        ":".join([*reversed(rest), head]),
        "",
        ":::",
        "%00",
        "A" * 4000,
    ]


def test_the_right_link_opens_the_report_it_is_of_and_no_other(browser, report):
    mine, other = report(), report()
    token = links.sign(mine.folio)
    assert opens(browser(), mine.folio, token)
    stranger = browser()
    assert stranger.get(f"/seguimiento/{other.folio}/?k={token}").location == f"/seguimiento/{mine.folio}/"
    assert MINE not in stranger.get(f"/seguimiento/{other.folio}/").text


def test_a_bent_link_opens_nothing_and_says_so_plainly(browser, report):
    case = report()
    for token in bent(links.sign(case.folio)):
        thief = browser()
        assert thief.get(f"/seguimiento/{case.folio}/?k={token}").status in (200, 400, 404, 410), token
        assert MINE not in thief.get(f"/seguimiento/{case.folio}/").text


def test_an_old_link_opens_nothing(browser, report, monkeypatch):
    case = report()
    token = links.sign(case.folio)
    monkeypatch.setitem(links.LIFETIME, "reporter", timedelta(seconds=-1))
    assert browser().get(f"/seguimiento/{case.folio}/?k={token}").status == 410


def test_a_link_of_another_city_opens_nothing(browser, report, settings):
    case = report()
    tokens = {}
    for city in ("hermosillo", conf.CITY):
        settings.CITY = city
        tokens[city] = [links.sign(case.folio, purpose) for purpose in ("reporter", "secret")]
    for token in tokens["hermosillo"]:
        assert not opens(browser(), case.folio, token)
    assert all(opens(browser(), case.folio, token) for token in tokens[conf.CITY])


def test_a_link_for_one_purpose_serves_no_other(browser, report):
    case = report()
    assert not opens(browser(), case.folio, links.sign(case.folio, "survey"))
    assert browser().get(f"/encuesta/{links.sign(case.folio)}/").status == 404
    for salt in ("", "case", "case.reporter ", "account", "django.core.signing"):
        assert not opens(browser(), case.folio, signing.dumps(case.folio, salt=salt))


def test_a_survey_counts_once_however_often_it_is_sent_at_once(browser, report):
    case = report()
    invite(case, "satisfaccion")
    address = f"/encuesta/{links.sign(case.folio, 'survey')}/"
    windows = [browser() for _each in range(4)]

    def rate(window, number):
        return lambda: window.post(address, {"resuelto": "true", "calificacion": str(number)}).status

    answers = at_once(*(rate(window, number) for number, window in enumerate(windows, 1)))
    assert set(answers) == {302}
    assert AuditLeaf.objects.filter(action="case.survey").count() == 1


def test_a_draft_opens_with_its_own_secret_only(browser):
    draft = drafts.start(
        "bache", language="es", answers={"answers": {"via": "calle"}, "visited": [], "received": 0}
    )
    assert browser().get(f"/reportes/continuar/{draft.secret}/").status in (200, 302)
    for secret in (draft.secret[:-1], draft.key, draft.secret.swapcase(), draft.secret + "x", "x" * 43):
        assert browser().get(f"/reportes/continuar/{secret}/").status in (404, 410, 302)
        thief = browser()
        thief.cookies["borrador-bache"] = secret
        assert 'value="calle" checked' not in thief.follow(thief.get("/servicios/bache/reportar/")).text


def test_a_session_that_somebody_planted_before_is_not_the_one_after_signing_in(browser, codes_sent):
    attacker = browser()
    attacker.post("/mi-cuenta/entrar/", {"address": "attacker@example.org"})
    planted = attacker.cookies["sessionid"]
    victim = browser()
    victim.cookies["sessionid"] = planted
    victim.post("/mi-cuenta/entrar/", {"address": "ana@example.org"})
    victim.post("/mi-cuenta/codigo/", {"code": codes_sent()[-1]})
    assert victim.get("/mi-cuenta/").status == 200
    assert victim.cookies["sessionid"] != planted
    assert "/entrar/" in attacker.get("/mi-cuenta/").location


def test_a_session_of_ones_own_making_is_none(browser):
    for made_up in ("", "a" * 32, "../../etc/passwd", "' OR 1=1 --", "0" * 4000):
        thief = browser()
        thief.cookies["sessionid"] = made_up or "x"
        assert "/entrar/" in thief.get("/mi-cuenta/").location


def test_a_link_that_proves_a_report_gives_a_new_session_too(browser, report):
    case, victim = report(), browser()
    victim.get("/servicios/bache/reportar/")
    victim.post("/mi-cuenta/entrar/", {"address": "ana@example.org"})
    planted = victim.cookies["sessionid"]
    victim.get(f"/seguimiento/{case.folio}/?k={links.sign(case.folio)}")
    assert victim.cookies["sessionid"] != planted


def test_after_signing_out_the_old_cookie_opens_nothing(enter):
    ana = enter("ana@example.org")
    kept = dict(ana.cookies)
    ana.post("/mi-cuenta/salir/", at="/mi-cuenta/")
    ana.cookies = kept
    assert "/entrar/" in ana.get("/mi-cuenta/").location


def test_signing_out_everywhere_ends_the_other_browser_at_once(enter):
    here, there = enter("ana@example.org"), enter("ana@example.org")
    here.post("/mi-cuenta/datos/sesiones/", {}, at="/mi-cuenta/datos/")
    assert here.get("/mi-cuenta/").status == 200
    assert "/entrar/" in there.get("/mi-cuenta/").location


def test_nobody_ends_the_session_of_somebody_else(enter):
    ana, thief = enter("ana@example.org"), enter("thief@example.org")
    number = AccountSession.objects.order_by("pk").first().pk
    thief.post("/mi-cuenta/datos/sesiones/", {"session": str(number)}, at="/mi-cuenta/datos/")
    assert ana.get("/mi-cuenta/").status == 200


def test_a_session_that_is_no_number_breaks_nothing(enter):
    ana = enter("ana@example.org")
    for number in ("²", "-1", "9" * 40, "1 OR 1=1", "１", "\x00"):
        answer = ana.post("/mi-cuenta/datos/sesiones/", {"session": number}, at="/mi-cuenta/datos/")
        assert answer.status == 302, number
        assert ana.get("/mi-cuenta/").status == 200


def test_a_session_ends_in_time_also_while_it_is_used(enter):
    ana = enter("ana@example.org")
    longest = timedelta(days=conf.ACCOUNT_SESSION_DAYS)
    assert AccountSession.objects.get().ends_at <= clock.now() + longest
    AccountSession.objects.update(ends_at=clock.now())
    assert "/entrar/" in ana.get("/mi-cuenta/").location


def test_cookies_swapped_between_two_people_never_mix_them(enter, browser):
    ana, beto = enter("ana@example.org"), enter("beto@example.org")
    mixed = browser()
    mixed.cookies = {**ana.cookies, "csrftoken": beto.cookies.get("csrftoken", "")}
    page = mixed.get("/mi-cuenta/datos/").text
    assert "ana@example.org" in page
    assert "beto@example.org" not in page
    assert "ana@example.org" not in beto.get("/mi-cuenta/datos/").text


def test_one_never_sees_what_is_another_s(enter, report):
    case = report()
    enter("ana@example.org")
    thief = enter("thief@example.org")
    for path in ("", "datos/", "datos/descargar.json", "datos/descargar/", "borradores/", "sigo/"):
        page = thief.get(f"/mi-cuenta/{path}")
        assert page.status == 200, path
        assert case.folio not in page.text.replace(" ", "")
        assert "ana@example.org" not in page.text


def test_a_signed_in_stranger_can_do_nothing_with_another_s_report(enter, report):
    case = report()
    thief = enter("thief@example.org")
    assert MINE not in thief.get(f"/seguimiento/{case.folio}/").text
    answer = thief.get(f"/seguimiento/{case.folio}/hacer/retirar/")
    assert answer.location == f"/seguimiento/{case.folio}/codigo/"
    thief.post(f"/seguimiento/{case.folio}/hacer/retirar/", {"motivo": "x"}, at="/mi-cuenta/")
    assert Case.objects.get(pk=case.pk).state == "recibido"


def test_an_address_that_two_accounts_want_at_once_goes_to_one(browser, codes_sent):
    windows = [browser() for _each in range(3)]
    for window in windows:
        window.post("/mi-cuenta/entrar/", {"address": "ana@example.org"})
    typed = codes_sent()[-3:]

    def come(window, code):
        return lambda: window.post("/mi-cuenta/codigo/", {"code": code}).status

    assert at_once(*(come(window, code) for window, code in zip(windows, typed, strict=True))) == [302] * 3
    assert len(set(AccountSession.objects.values_list("account", flat=True))) == 1
