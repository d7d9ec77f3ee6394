"""A telephone number that was handed on opens nothing of its former owner; who stays the owner loses nothing."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from casetypes.accounts import services
from casetypes.accounts.models import AccountSession
from casetypes.audit.models import AuditLeaf
from casetypes.citizens import selectors
from casetypes.citizens import services as citizens
from casetypes.kernel import clock
from tests.cast import MORNING
from tests.channels.conftest import carrier

__all__ = ["carrier"]
pytestmark = pytest.mark.django_db
NUMBER, E164 = "8711234567", "+528711234567"
HALF_A_YEAR = timedelta(days=181)


@pytest.fixture
def come(worker, carrier):
    """`come()`: a new browser that proves the number and is let in."""

    def _come() -> Client:
        browser = Client()
        browser.post("/mi-cuenta/entrar/", {"kind": "phone", "address": NUMBER})
        assert browser.post("/mi-cuenta/codigo/", {"code": typed(carrier)})["Location"] == "/mi-cuenta/"
        return browser

    return _come


def typed(carrier) -> str:
    return re.search(r"#(\d{6})", carrier.taken[-1]["Body"])[1]


def test_a_number_opens_its_account_while_it_is_used(come, report):
    with clock.at(MORNING):
        come()
        case = report(correo="", telefono=NUMBER)
    with clock.at(MORNING + timedelta(days=179)):
        assert case.folio in come().get("/mi-cuenta/datos/descargar.json").content.decode()


def test_after_half_a_year_a_number_alone_opens_an_empty_account(come, report):
    with clock.at(MORNING):
        come()
        former = selectors.owner_of("phone", E164)
        as_guest, own = report(correo="", telefono=NUMBER), report(correo="", telefono=NUMBER)
    with clock.at(MORNING + HALF_A_YEAR):
        browser = come()
        later = selectors.owner_of("phone", E164)
        assert later.pk != former.pk
        for case in (as_guest, own):
            assert case.folio not in browser.get("/mi-cuenta/datos/descargar.json").content.decode()
        assert selectors.records_of(later.pk) == [later.pk]


def test_reports_made_as_a_guest_follow_the_number_only_while_it_is_the_same_person_s(report, settings):
    with clock.at(MORNING):
        old = report(correo="", telefono=NUMBER)
    with clock.at(MORNING + HALF_A_YEAR):
        recent = report(correo="", telefono=NUMBER)
        owner = services.person_of(kind="phone", address=E164, language="es")
        assert set(selectors.records_of(owner.pk)) == {owner.pk, recent.citizen_id}
        assert old.citizen_id not in selectors.records_of(owner.pk)
    with clock.at(MORNING + 3 * HALF_A_YEAR):
        next_owner_s = report(correo="", telefono=NUMBER)
        assert next_owner_s.citizen_id not in selectors.records_of(owner.pk)


def test_the_owner_comes_back_by_the_e_mail_and_proves_the_number_again(come, enter):
    with clock.at(MORNING):
        owner = services.person_of(kind="email", address="ana@example.org", language="es")
        citizens.prove_contact(citizen=owner, kind="phone", value=E164)
    with clock.at(MORNING + HALF_A_YEAR):
        come()
        browser = enter("ana@example.org")
        page = browser.get("/mi-cuenta/datos/").content.decode()
        assert "Ya no abre su cuenta" in page, page[page.index("Cómo") :][:1500]
        services.add_address(owner, kind="phone", address=E164)
        assert selectors.owner_of("phone", E164).pk == owner.pk
        assert "Ya no abre su cuenta" not in browser.get("/mi-cuenta/datos/").content.decode()


def test_an_account_that_holds_something_is_not_closed_by_who_proves_its_number_elsewhere(come, report):
    with clock.at(MORNING):
        owner = services.person_of(kind="email", address="ana@example.org", language="es")
        citizens.prove_contact(citizen=owner, kind="phone", value=E164)
    with clock.at(MORNING + HALF_A_YEAR):
        come()
        report(correo="", telefono=NUMBER)
        with pytest.raises(services.AddressTaken):
            services.add_address(owner, kind="phone", address=E164)


def test_an_old_number_and_one_that_nobody_had_are_answered_alike(worker, carrier):
    with clock.at(MORNING):
        services.person_of(kind="phone", address=E164, language="es")
    with clock.at(MORNING + HALF_A_YEAR):
        pages = []
        for number in (NUMBER, "8717654321"):
            browser = Client()
            browser.post("/mi-cuenta/entrar/", {"kind": "phone", "address": number})
            browser.post("/mi-cuenta/codigo/", {"code": typed(carrier)})
            page = browser.get("/mi-cuenta/").content.decode()
            pages.append(re.sub(r'nonce="[^"]+"|value="\w{64}"|\+52[\d ]+', "", page))
        assert pages[0] == pages[1]


def test_who_says_that_the_account_is_not_theirs_gets_one_of_their_own(come, carrier, report):
    with clock.at(MORNING):
        former = services.person_of(kind="phone", address=E164, language="es")
        case = report(correo="", telefono=NUMBER)
        assert case.citizen_id == former.pk
    with clock.at(MORNING + timedelta(days=30)):
        browser = come()
        browser.post("/mi-cuenta/no-es-mia/", {"send": "1"})
        answer = browser.post("/mi-cuenta/no-es-mia/", {"code": typed(carrier)})
        assert answer["Location"] == "/mi-cuenta/"
        newcomer = selectors.owner_of("phone", E164)
        assert newcomer.pk != former.pk
        assert selectors.records_of(newcomer.pk) == [newcomer.pk]
        assert case.folio not in browser.get("/mi-cuenta/datos/descargar.json").content.decode()
        assert not AccountSession.objects.filter(account=former.pk).exists()
        assert AuditLeaf.objects.filter(action="account.not_mine").count() == 1


def test_it_takes_a_code_and_an_account_that_the_number_opened(come, enter):
    with clock.at(MORNING):
        services.person_of(kind="phone", address=E164, language="es")
        browser = come()
        assert browser.post("/mi-cuenta/no-es-mia/", {"code": "000000"}).status_code == 422
        assert AuditLeaf.objects.filter(action="account.not_mine").count() == 0
        assert enter("ana@example.org").get("/mi-cuenta/no-es-mia/")["Location"] == "/mi-cuenta/"
