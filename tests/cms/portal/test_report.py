"""Reporting without JavaScript: what leads where, what is kept, what is refused."""

import re
import shutil

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casetypes.cases.models import Case
from casetypes.citizens.models import Consent
from casetypes.definitions.services import publish_city
from casetypes.evidence.models import Attachment
from casetypes.intake.models import Draft
from tests.cast import personal_answers
from tests.cms.portal.walking import CONTACT, PLACE, PROBLEM, Walk, photo

pytestmark = pytest.mark.django_db

MONTERREY = {**PLACE, "ubicacion_latitude": "25.6866", "ubicacion_longitude": "-100.3161"}


@pytest.fixture
def walk(client) -> Walk:
    return Walk(client)


@pytest.mark.parametrize("service", ["bache", "fuga_de_agua", "luminaria"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_report_goes_from_the_first_page_to_its_folio(client, service, prefix):
    walk = Walk(client, service, prefix)
    assert walk.begin() == walk.page("lugar")
    assert walk.to_check() == walk.check
    folio = walk.send()
    case = Case.objects.get(folio=folio)
    assert (case.case_type_id, case.channel, case.language) == (service, "web", "en" if prefix else "es")
    confirmation = client.get(f"{prefix}/reportes/{folio}/")
    assert confirmation.status_code == 200
    assert folio in confirmation.content.decode()
    assert Consent.objects.filter(citizen=case.citizen, notice="reportes", version="1").exists()


def test_a_page_cannot_be_skipped(walk):
    walk.begin()
    assert walk.client.get(walk.page("privacidad"))["Location"] == walk.page("lugar")
    walk.answer("lugar", PLACE)
    assert walk.client.get(walk.check)["Location"] == walk.page("problema")
    assert walk.client.get(walk.page("contacto"))["Location"] == walk.page("problema")
    assert walk.client.post(walk.check)["Location"] == walk.page("problema")
    assert not Case.objects.exists()


def test_wrong_answers_are_named_and_the_right_ones_kept(walk):
    walk.answer("lugar", PLACE)
    response = walk.answer("problema", {"via": "avenida", "profundidad_cm": "muy hondo", "lesionados": ""})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Profundidad aproximada (cm): " in page
    assert 'href="#id_profundidad_cm"' in page
    assert 'value="muy hondo"' in page
    assert "checked" in page
    again = walk.client.get(walk.page("problema")).content.decode()
    assert "checked" in again, "the valid answer waits on the page"


def test_a_point_in_another_city_is_refused_and_the_address_kept(walk):
    response = walk.answer("lugar", {**MONTERREY, "referencias": "Frente a la plaza"})
    assert response.status_code == 422
    assert "Frente a la plaza" in response.content.decode()
    assert "Av. Juárez 123" in response.content.decode()


def test_a_colonia_alone_says_where_it_is(walk):
    without_point = {**PLACE, "ubicacion_latitude": "", "ubicacion_longitude": ""}
    walk.answer("lugar", {**without_point, "ubicacion_zone": "Torreón Jardín"})
    assert walk.at == walk.page("problema")


def test_a_page_appears_when_an_answer_calls_for_it_and_its_answers_go_when_it_does_not(walk, carla):
    walk.answer("lugar", PLACE)
    page, answers = PROBLEM["bache"]
    walk.answer(page, {**answers, "lesionados": "true"})
    assert walk.at == walk.page("accidente")
    walk.answer("accidente", {"fecha": "2026-01-05", "vehiculo": "moto"})
    walk.answer("contacto", CONTACT)
    walk.answer("privacidad", {"aviso": "on"})
    assert "moto" in walk.client.get(walk.check).content.decode().lower()
    walk.answer(page, answers, change=True)
    assert walk.at == walk.check
    case = Case.objects.get(folio=walk.send())
    assert "vehiculo" not in personal_answers(case, carla)
    assert personal_answers(case, carla)["nombre"] == "Ana Contreras"


def test_a_change_leads_back_to_the_check_page(walk):
    walk.to_check()
    assert walk.page("contacto") + "?cambio=1#id_correo" in walk.client.get(walk.check).content.decode()
    walk.answer("contacto", {**CONTACT, "correo": "otra@example.org"}, change=True)
    assert walk.at == walk.check
    assert "otra@example.org" in walk.client.get(walk.check).content.decode()


def test_who_gives_nothing_personal_has_nothing_to_agree_to(walk):
    walk.answer("lugar", PLACE)
    walk.answer(*PROBLEM["bache"])
    walk.answer("contacto", {"nombre": "", "correo": "", "telefono": ""})
    assert walk.at.endswith("/revisar/")
    assert Case.objects.get(folio=walk.send()).citizen is None


def test_who_leaves_no_address_gets_a_link_that_opens_the_report_on_another_device(walk):
    walk.answer("lugar", PLACE)
    walk.answer(*PROBLEM["bache"])
    walk.answer("contacto", {"nombre": "", "correo": "", "telefono": ""})
    folio = walk.send()
    receipt = walk.client.get(f"/reportes/{folio}/").content.decode()
    token = re.search(r"/seguimiento/[^?]+\?k=([^&\"<]+)", receipt)[1]
    elsewhere = Client().get(f"/seguimiento/{folio}/", {"k": token}, follow=True)
    assert "Retirar mi reporte" in elsewhere.content.decode()


def test_who_left_an_address_is_shown_no_link_on_the_screen(walk):
    walk.to_check()
    folio = walk.send()
    assert "?k=" not in walk.client.get(f"/reportes/{folio}/").content.decode()


def test_contact_is_optional_and_consent_to_its_use_is_not(walk):
    walk.answer("lugar", PLACE)
    walk.answer(*PROBLEM["bache"])
    walk.answer("contacto", {"nombre": "", "correo": "vecina@example.org", "telefono": ""})
    assert walk.at == walk.page("privacidad")
    assert walk.answer("privacidad", {}).status_code == 422
    walk.answer("privacidad", {"aviso": "on"})
    assert Case.objects.get(folio=walk.send()).folio


def test_two_clicks_on_send_make_one_case(walk):
    walk.to_check()
    assert walk.send() == walk.send()
    assert Case.objects.count() == 1


def test_photos_are_received_shown_and_removable(walk):
    walk.answer("lugar", PLACE)
    page, answers = PROBLEM["bache"]
    walk.answer(page, {**answers, "fotos": [photo("una.jpg"), photo("otra.jpg")], "add": "1"})
    assert walk.at == walk.page(page), "staying on the page"
    shown = walk.client.get(walk.page(page)).content.decode()
    assert "una.jpg" in shown
    gone = Attachment.objects.get(name="otra.jpg")
    walk.answer(page, {**answers, "remove": str(gone.pk)})
    assert "otra.jpg" not in walk.client.get(walk.page(page)).content.decode()
    walk.answer(page, answers)
    walk.answer("contacto", CONTACT)
    walk.answer("privacidad", {"aviso": "on"})
    case = Case.objects.get(folio=walk.send())
    assert [file.name for file in case.attachments.all()] == ["una.jpg"]


def test_somebody_elses_photo_cannot_be_removed(walk):
    walk.answer("lugar", PLACE)
    walk.answer("problema", {"fotos": [photo()]})
    mine = Attachment.objects.get()
    stranger = Walk(Client())
    stranger.answer("lugar", PLACE)
    stranger.answer("problema", {"remove": str(mine.pk)})
    assert Attachment.objects.filter(pk=mine.pk).exists()


def test_a_file_that_is_no_photo_and_one_of_20_mb_are_refused_and_the_answers_kept(walk):
    walk.answer("lugar", PLACE)
    page, answers = PROBLEM["bache"]
    text = SimpleUploadedFile("nota.jpg", b"no soy una foto", content_type="image/jpeg")
    response = walk.answer(page, {**answers, "fotos": [text]})
    assert response.status_code == 422
    assert "nota.jpg" in response.content.decode()
    huge = SimpleUploadedFile("enorme.jpg", b"\xff\xd8" + b"0" * 20_000_000, content_type="image/jpeg")
    response = walk.answer(page, {**answers, "fotos": [huge]})
    assert response.status_code == 422
    assert "20" in response.content.decode()
    assert 'value="6"' in response.content.decode()
    assert not Attachment.objects.exists()


def test_too_many_photos_are_refused(walk):
    walk.answer("lugar", PLACE)
    page, answers = PROBLEM["bache"]
    response = walk.answer(page, {**answers, "fotos": [photo(f"{n}.jpg") for n in range(4)]})
    assert response.status_code == 422
    assert not Attachment.objects.exists()


def test_a_service_that_is_not_offered_has_no_form(client):
    assert client.get("/servicios/no-existe/reportar/").status_code == 404


def test_a_draft_that_is_gone_says_so_and_offers_the_beginning(walk):
    walk.answer("lugar", PLACE)
    Draft.objects.all().delete()
    response = walk.client.get(walk.page("problema"), follow=True)
    assert response.status_code == 410
    assert walk.root in response.content.decode()


def test_an_answer_without_its_draft_is_not_taken(client):
    walk = Walk(client)
    assert walk.answer("problema", PROBLEM["bache"][1])["Location"].endswith("/vencido/")


def test_a_version_published_meanwhile_does_not_break_a_report(walk, tmp_path, settings):
    walk.answer("lugar", PLACE)
    folder = tmp_path / "torreon"
    shutil.copytree(settings.CITY_DIR, folder)
    path = folder / "services" / "bache.yaml"
    path.write_text(path.read_text().replace("max: 200", "max: 150", 1))
    report = publish_city(folder, "system")
    assert [one.number for one in report.published if one.key == "bache"] == [2]
    walk.answer(*PROBLEM["bache"])
    walk.answer("contacto", CONTACT)
    walk.answer("privacidad", {"aviso": "on"})
    assert Case.objects.get(folio=walk.send()).version.number == 1


def test_the_first_page_costs_the_same_with_and_without_answers(walk, django_assert_max_num_queries):
    walk.begin()
    with django_assert_max_num_queries(6):
        walk.client.get(walk.page("lugar"))
    walk.answer("lugar", PLACE)
    with django_assert_max_num_queries(8):
        walk.client.get(walk.page("problema"))
