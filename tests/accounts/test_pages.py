"""The pages of the account: one's own reports, drafts, follows and data, and nothing of anybody else's."""

import pytest
from django.test import Client

from casetypes.access.actors import Actor
from casetypes.accounts import follows, services
from casetypes.accounts.models import Account, Follow, KeptDraft
from casetypes.cases import engine
from casetypes.cases.models import Case
from casetypes.cases.selectors import get_for, visible_to
from casetypes.citizens import selectors as people
from casetypes.citizens.models import Citizen
from casetypes.intake.services import Submission, submit
from casetypes.kernel.errors import NotFound, Refused
from tests.cast import ANSWERS, PLAZA
from tests.readers import SECRET

pytestmark = pytest.mark.django_db
HOME = "/mi-cuenta/"
COMPLAINT = {
    "conducta": "soborno", "relato": "Pidió dinero en la obra de la esquina.", "sigue_pasando": True,
    "denunciado": "Jefatura", "oficina": "Licencias", "soy": "ciudadania", "correo": "ana@example.org", "aviso": True,
}  # fmt: skip


def page(browser: Client, address: str = HOME) -> str:
    return browser.get(address).content.decode()


def ana() -> Citizen:
    return people.owner_of("email", "ana@example.org")


def actor(citizen: Citizen) -> Actor:
    return Actor(kind="reporter", citizen_id=str(citizen.pk))


def test_reports_made_with_a_proven_address_are_there_and_others_are_not(enter, report):
    mine, other = report(), report(correo="otra@example.org")
    shown = page(enter())
    assert mine.folio in shown
    assert other.folio not in shown


def test_a_confidential_report_is_never_there_not_even_ones_own(enter):
    secret = submit(Submission(service=SECRET, answers=COMPLAINT))
    browser = enter()
    assert secret.folio not in page(browser)
    assert secret.folio not in page(browser, "/mi-cuenta/datos/descargar/")
    assert browser.get(f"/seguimiento/{secret.folio}/").status_code == 404
    with pytest.raises(NotFound):
        get_for(actor(ana()), secret.folio)


def test_what_waits_for_the_person_comes_first_and_says_so(enter, report, carla):
    waiting, later = report(), report()
    engine.advance(waiting.folio, "preguntar", actor=carla, input={"pregunta": "¿Dónde?"})
    shown = page(enter())
    assert shown.index(waiting.folio) < shown.index(later.folio)
    assert "La ciudad espera su respuesta" in shown


@pytest.mark.parametrize("words", ["bache", "BACHE", "{folio}", "{tail}"])
def test_a_report_is_found_by_folio_or_word(enter, report, words):
    pothole, lamp = report("bache"), report("luminaria")
    typed = words.format(folio=pothole.folio.lower(), tail=pothole.folio[-5:])
    shown = page(enter(), f"{HOME}?q={typed}")
    assert pothole.folio in shown
    assert lamp.folio not in shown


def test_open_and_closed_ones_can_be_told_apart(enter, report):
    still, gone = report(), report()
    engine.advance(gone.folio, "retirar", actor=Actor(kind="reporter", case_folio=gone.folio), input={})
    browser = enter()
    assert gone.folio not in page(browser, f"{HOME}?estado=abiertos")
    assert still.folio not in page(browser, f"{HOME}?estado=cerrados")


def test_many_reports_are_paged(enter, report):
    for _each in range(21):
        report()
    browser = enter()
    assert page(browser).count("caselist__item") == 20
    assert page(browser, f"{HOME}?page=2").count("caselist__item") == 1


def test_the_number_of_queries_does_not_grow_with_the_reports(enter, report, django_assert_max_num_queries):
    for _each in range(15):
        report()
    browser = enter()
    page(browser)
    with django_assert_max_num_queries(14):
        page(browser)


def test_a_signed_in_person_acts_without_another_code(enter, report):
    case, browser = report(), enter()
    answer = browser.post(
        f"/seguimiento/{case.folio}/hacer/retirar/", {"motivo": "Ya se arregló"}, follow=True
    )
    assert answer.status_code == 200
    assert Case.objects.get(pk=case.pk).public_status == "withdrawn"


def test_a_signed_in_person_does_not_act_on_the_report_of_another(enter, report):
    case, browser = report(correo="otra@example.org"), enter()
    answer = browser.post(f"/seguimiento/{case.folio}/hacer/retirar/", {"motivo": "x"})
    assert answer["Location"].endswith("/codigo/")
    assert Case.objects.get(pk=case.pk).public_status == "received"


def test_the_form_is_filled_in_with_proven_addresses(enter):
    browser, root = enter(), "/servicios/luminaria/reportar/paso"
    browser.post(f"{root}/lugar/", {"ubicacion_latitude": "25.5393", "ubicacion_longitude": "-103.4602"})
    browser.post(f"{root}/luminaria/", {"falla": "apagada", "lugar": "calle"})
    assert 'value="ana@example.org"' in page(browser, f"{root}/contacto/")
    browser.post(f"{root}/contacto/", {"correo": ""})
    assert 'value="ana@example.org"' not in page(browser, f"{root}/contacto/")


def test_a_report_of_a_signed_in_person_is_theirs_also_without_an_address(enter):
    enter()
    answers = {**ANSWERS["bache"], "ubicacion": PLAZA, "aviso": True}
    case = submit(Submission(service="bache", answers=answers, actor=actor(ana())))
    assert case.citizen_id == ana().pk


def test_a_report_with_an_address_that_is_not_proven_is_not_tied_to_the_account(enter):
    enter()
    answers = {**ANSWERS["bache"], "ubicacion": PLAZA, "aviso": True, "correo": "otra@example.org"}
    case = submit(Submission(service="bache", answers=answers, actor=actor(ana())))
    assert case.citizen_id != ana().pk


def test_a_confidential_report_of_a_signed_in_person_leads_to_no_account(enter):
    enter()
    case = submit(Submission(service=SECRET, answers=COMPLAINT, actor=actor(ana())))
    assert case.citizen_id != ana().pk


def test_what_is_begun_while_signed_in_waits_among_the_drafts_and_can_be_deleted(enter):
    browser = enter()
    browser.post(
        "/servicios/bache/reportar/paso/lugar/",
        {"ubicacion_latitude": "25.5393", "ubicacion_longitude": "-103.4602"},
    )
    assert "Bache" in page(browser, "/mi-cuenta/borradores/")
    number = KeptDraft.objects.get().pk
    assert browser.get(f"/mi-cuenta/borradores/{number}/seguir/")["Location"].startswith(
        "/reportes/continuar/"
    )
    stranger = enter("otra@example.org")
    assert stranger.post(f"/mi-cuenta/borradores/{number}/borrar/").status_code == 404
    browser.post(f"/mi-cuenta/borradores/{number}/borrar/")
    assert "Nada sin terminar" in page(browser, "/mi-cuenta/borradores/")


def test_a_confidential_draft_is_not_kept(enter):
    browser = enter()
    form = browser.get("/servicios/denuncia-de-corrupcion/reportar/", follow=True)
    browser.post(form.request["PATH_INFO"], {})
    assert not KeptDraft.objects.exists()


def test_a_report_of_the_neighbourhood_is_followed_and_told_once(enter, report, carla, mailoutbox):
    case, browser = report(correo="otra@example.org"), enter()
    answer = browser.post("/mi-cuenta/sigo/", {"folio": case.folio.lower()}, follow=True)
    assert case.folio in answer.content.decode()
    assert follows.tell_changes() == 0
    engine.advance(case.folio, "preguntar", actor=carla, input={"pregunta": "¿Dónde?"})
    mailoutbox.clear()
    assert (follows.tell_changes(), follows.tell_changes()) == (1, 0)
    [letter] = mailoutbox
    assert letter.to == ["ana@example.org"]
    assert "?k=" not in letter.body
    assert "¿Dónde?" not in letter.body


def test_the_link_of_a_letter_ends_it_after_asking(enter, report):
    case = report(correo="otra@example.org")
    enter()
    address = follows.leaving_path(follows.follow(ana(), case.folio))
    stranger = Client()
    assert case.folio in stranger.get(address).content.decode()
    assert Follow.objects.count() == 1
    stranger.post(address)
    assert Follow.objects.count() == 0
    assert stranger.get(address).status_code == 200


def test_a_link_of_another_city_ends_nothing(enter, report, settings):
    enter()
    row = follows.follow(ana(), report(correo="otra@example.org").folio)
    settings.CITY = "hermosillo"
    foreign = follows.leaving_token(row)
    settings.CITY = "torreon"
    assert Client().post(f"/mi-cuenta/dejar-de-seguir/{foreign}/").status_code == 404
    assert Follow.objects.count() == 1


def test_unknown_and_confidential_folios_cannot_be_followed_with_the_same_words(enter):
    secret = submit(Submission(service=SECRET, answers=COMPLAINT))
    browser = enter()
    answers = [
        browser.post("/mi-cuenta/sigo/", {"folio": folio}) for folio in (secret.folio, "TRC-26-00000000")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("No hay ningún reporte con ese folio" in answer.content.decode() for answer in answers)


def test_followers_of_a_definition_get_the_public_page_and_their_way_out(
    enter, report, mailoutbox, monkeypatch
):
    from casetypes.notifications import dispatch

    case = report(correo="otra@example.org")
    enter()
    follows.follow(ana(), case.folio)
    mailoutbox.clear()
    dispatch.tell(case, case.events.first(), template="recibido", to="followers", entry=None)
    [letter] = mailoutbox
    assert f"/seguimiento/{case.folio}/\n" in letter.body + "\n"
    assert "?k=" not in letter.body
    assert "/mi-cuenta/dejar-de-seguir/" in letter.body


def test_another_address_is_added_when_it_is_proven_and_brings_its_reports(enter, report, code_in):
    other, browser = report(correo="otra@example.org"), enter()
    browser.post("/mi-cuenta/datos/contactos/", {"kind": "email", "address": "otra@example.org"})
    assert other.folio not in page(browser)
    browser.post("/mi-cuenta/datos/contactos/codigo/", {"code": code_in()})
    assert other.folio in page(browser)
    assert {each.value for each in people.addresses(ana())} == {"ana@example.org", "otra@example.org"}


def test_an_address_of_another_account_is_not_taken_over(enter, code_in):
    enter("otra@example.org")
    browser = enter()
    browser.post("/mi-cuenta/datos/contactos/", {"kind": "email", "address": "otra@example.org"})
    answer = browser.post("/mi-cuenta/datos/contactos/codigo/", {"code": code_in()}, follow=True)
    assert "Usted tiene otra cuenta con este contacto" in answer.content.decode()
    assert len(people.addresses(ana())) == 1


def test_the_last_address_stays(enter):
    browser = enter()
    number = people.addresses(ana())[0].number
    browser.post(f"/mi-cuenta/datos/contactos/{number}/quitar/")
    assert len(people.addresses(ana())) == 1
    with pytest.raises(Refused):
        services.remove_address(ana(), number)


def test_nobody_removes_the_address_of_somebody_else(enter):
    enter("otra@example.org")
    services.add_address(ana_of("otra@example.org"), kind="email", address="tercera@example.org")
    number = people.addresses(ana_of("otra@example.org"))[0].number
    enter().post(f"/mi-cuenta/datos/contactos/{number}/quitar/")
    assert len(people.addresses(ana_of("otra@example.org"))) == 2


def ana_of(address: str) -> Citizen:
    return people.owner_of("email", address)


def test_saving_while_signed_in_says_where_it_waits(enter):
    browser = enter()
    browser.post(
        "/servicios/bache/reportar/paso/lugar/",
        {"ubicacion_latitude": "25.5393", "ubicacion_longitude": "-103.4602"},
    )
    saved = browser.post("/servicios/bache/reportar/paso/lugar/", {"save": "1"}, follow=True)
    assert "También espera en su cuenta" in saved.content.decode()
    assert "empezado:" in page(browser, "/mi-cuenta/borradores/")


def test_deleting_takes_a_code_and_leaves_the_cases(enter, report, code_in):
    case, browser = report(), enter()
    assert browser.post("/mi-cuenta/eliminar/", {"code": "123456"}).status_code == 422
    browser.post("/mi-cuenta/eliminar/", {"send": "1"})
    browser.post("/mi-cuenta/eliminar/", {"code": code_in()})
    assert browser.get(HOME).status_code == 302
    assert not Account.objects.exists()
    assert ana() is None
    assert Case.objects.filter(pk=case.pk).exists()


def test_a_code_to_sign_in_does_not_delete(enter, worker, code_in):
    browser = enter()
    Client().post("/mi-cuenta/entrar/", {"kind": "email", "address": "ana@example.org"})
    signing_in = code_in()
    browser.post("/mi-cuenta/eliminar/", {"send": "1"})
    assert browser.post("/mi-cuenta/eliminar/", {"code": signing_in}).status_code == 422


def test_guessing_folios_ends_in_a_plain_page_also_for_those_that_exist(client, report, settings):
    settings.UNKNOWN_FOLIOS_PER_NETWORK_HOUR = 3
    case = report()
    statuses = [client.get(f"/seguimiento/TRC-26-0000000{n}/").status_code for n in range(4)]
    assert statuses == [404, 404, 404, 429]
    answer = client.get(f"/seguimiento/{case.folio}/")
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert Client(REMOTE_ADDR="192.0.2.77").get(f"/seguimiento/{case.folio}/").status_code == 200


def test_guessing_folios_over_the_api_ends_too(client, report, settings):
    settings.UNKNOWN_FOLIOS_PER_NETWORK_HOUR = 2
    case = report()
    statuses = [client.get(f"/api/v1/cases/TRC-26-0000000{n}/").status_code for n in range(3)]
    assert statuses == [404, 404, 429]
    answer = client.get(f"/api/v1/cases/{case.folio}/")
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")


def test_who_has_proven_a_report_still_sees_it_where_others_guess(enter, report, settings):
    settings.UNKNOWN_FOLIOS_PER_NETWORK_HOUR = 1
    case, browser = report(), enter()
    browser.get("/seguimiento/TRC-26-00000000/")
    assert browser.get(f"/seguimiento/{case.folio}/").status_code == 200


def test_reading_visible_cases_needs_an_account_or_a_folio(report):
    report()
    assert visible_to(Actor(kind="reporter")).count() == 0


def test_the_link_asks_before_it_says_that_nothing_more_is_written(enter, report):
    case = report(correo="otra@example.org")
    enter()
    address = follows.leaving_path(follows.follow(ana(), case.folio))
    asked = page(Client(), address)
    assert "¿Quiere dejar de seguir este reporte?" in asked
    assert "Ya no le escribi" not in asked
    assert "Ya no lo sigue" in Client().post(address).content.decode()


def test_ones_own_report_is_not_followed(enter, report):
    case, browser = report(), enter()
    answer = browser.post("/mi-cuenta/sigo/", {"folio": case.folio})
    assert "Este reporte ya es suyo" in answer.content.decode()
    assert not Follow.objects.exists()
