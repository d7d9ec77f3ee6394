"""The same thing done twice in one moment, by real threads over real connections."""

from urllib.parse import parse_qs, urlsplit

import pytest

from casetypes.accounts.llave_mx.models import LlaveMxIdentity
from casetypes.accounts.models import Account, Follow
from casetypes.audit.models import AuditLeaf
from casetypes.cases import links
from casetypes.cases.models import Case
from tests.accounts.llave_mx.simulator import LlaveMx, Running, person, settings_for
from tests.hostile.attacker import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_coming_back_from_llave_mx_twice_at_once_makes_one_person(browser, city, settings):
    """A double click, or a browser that looks ahead."""
    back = f"{city}/mi-cuenta/llave-mx/regreso/"
    with Running(LlaveMx(redirect=back)) as provider:
        settings.LLAVE_MX = settings_for(provider)
        ana = browser()
        there = urlsplit(ana.post("/mi-cuenta/llave-mx/").location)
        query = {name: value[0] for name, value in parse_qs(there.query).items()}
        arrival = urlsplit(provider.grant("ana", query))

        def come():
            window = browser()
            window.cookies = dict(ana.cookies)
            return window.get(f"{arrival.path}?{arrival.query}").status

        assert set(at_once(come, come, come)) == {302}
    assert LlaveMxIdentity.objects.count() == Account.objects.count() == 1


def test_two_people_s_browsers_come_back_at_once_and_are_not_mixed(browser, city, settings):
    back = f"{city}/mi-cuenta/llave-mx/regreso/"
    people = {
        "ana": person(),
        "beto": person(idUsuario=2, curp="PEGG900115HDFRZN06", correo="beto@example.org"),
    }
    with Running(LlaveMx(redirect=back, people=people)) as provider:
        settings.LLAVE_MX = settings_for(provider)

        def come(name: str):
            window = browser()
            there = urlsplit(window.post("/mi-cuenta/llave-mx/").location)
            query = {key: value[0] for key, value in parse_qs(there.query).items()}
            arrival = urlsplit(provider.grant(name, query))

            def go():
                window.get(f"{arrival.path}?{arrival.query}")
                return name, window.get("/mi-cuenta/datos/").text

            return go

        for name, page in at_once(come("ana"), come("beto")):
            other = "beto" if name == "ana" else "ana"
            assert f"{name}@example.org" in page
            assert f"{other}@example.org" not in page


def test_a_step_taken_twice_at_once_happens_once(browser, report):
    case = report()
    step = f"/seguimiento/{case.folio}/hacer/retirar/"
    ana = browser()
    ana.get(f"/seguimiento/{case.folio}/?k={links.sign(case.folio)}")

    def withdraw():
        window = browser()
        window.cookies = dict(ana.cookies)
        return window.post(step, {"motivo": "Ya lo arreglaron."}).status

    at_once(withdraw, withdraw, withdraw)
    assert Case.objects.get(pk=case.pk).events.filter(name="retirar").count() == 1


def test_a_case_followed_twice_at_once_is_followed_once(enter, browser, report):
    case, beto = report(), enter("beto@example.org")

    def follow():
        window = browser()
        window.cookies = dict(beto.cookies)
        return window.post("/mi-cuenta/sigo/", {"folio": case.folio}).status

    assert max(at_once(follow, follow, follow)) < 500
    assert Follow.objects.filter(case=case).count() == 1


def test_signing_out_twice_at_once_breaks_nothing(enter, browser):
    ana = enter("ana@example.org")

    def leave():
        window = browser()
        window.cookies = dict(ana.cookies)
        return window.post("/mi-cuenta/salir/", at="/mi-cuenta/").status

    assert max(at_once(leave, leave, leave)) < 500
    assert "/entrar/" in ana.get("/mi-cuenta/").location
    assert AuditLeaf.objects.filter(action="account.sign_out").count() == 1
