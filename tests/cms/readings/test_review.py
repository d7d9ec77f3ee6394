"""The comptroller sees who read personal data, of which case and what for, and what stands out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casetypes.audit.models import AuditLeaf
from casetypes.cases import engine
from casetypes.cases.models import Case, PersonalReading
from casetypes.cases.personal_data import readings
from casetypes.intake.services import Submission, submit
from casetypes.kernel import clock
from tests.cast import MORNING
from tests.readers import SECRET

pytestmark = pytest.mark.django_db
PAGE = "/admin/lecturas/"
COMPLAINT = {
    "conducta": "soborno", "relato": "Pidió dinero en la obra de la esquina.", "sigue_pasando": True,
    "denunciado": "Jefatura", "oficina": "Licencias", "soy": "ciudadania", "aviso": True,
}  # fmt: skip


@pytest.fixture
def gloria_s(signed_in, morning):
    return signed_in("gloria")


def shown(client, **query):
    return client.get(PAGE, {"begins_on": "2026-11-01", "ends_on": "2026-12-31", **query}).content.decode()


def read(actor, case, *, days=0, hours=0, purpose="attend", **more):
    with clock.at(MORNING + timedelta(days=days, hours=hours)):
        return readings.record(actor, case, purpose=purpose, what=["correo"], **more)


@pytest.mark.parametrize(("name", "status"), [("gloria", 200), ("carla", 403), ("beto", 403), ("hugo", 403)])
def test_who_audits_sees_the_page_and_nobody_else(signed_in, morning, name, status):
    assert signed_in(name).get(PAGE).status_code == status


def test_each_reading_names_person_role_case_purpose_and_questions(gloria_s, report, carla, morning):
    case = report("bache")
    read(carla, case, purpose="legal_order", reason="Exp. 12/2026")
    page = shown(gloria_s)
    for told in (
        "Carla Montes",
        "Mesa de control · Mesa de bacheo",
        case.folio,
        "Cumplir una orden legal",
        "Exp. 12/2026",
    ):
        assert told in page
    assert "ana@example.org" not in page


def test_filters_narrow_by_person_purpose_folio_and_period(gloria_s, report, carla, diego, morning):
    mine, other = report("bache"), report("bache")
    read(carla, mine)
    read(diego, other, purpose="visit", days=3)
    for query, folio in (
        ({"person": "carla"}, mine.folio), ({"purpose": "visit"}, other.folio),
        ({"folio": mine.folio.lower()}, mine.folio), ({"ends_on": "2026-12-02"}, mine.folio),
    ):  # fmt: skip
        page = shown(gloria_s, **query)
        assert folio in page
        assert ({mine.folio, other.folio} - {folio}).pop() not in page


def test_a_period_that_ends_before_it_begins_is_refused_in_words(gloria_s, morning):
    response = gloria_s.get(PAGE, {"begins_on": "2026-12-02", "ends_on": "2026-12-01"})
    assert response.status_code == 422
    assert "Termina antes de empezar." in response.content.decode()


def test_what_stands_out_is_said_and_can_be_asked_for(gloria_s, report, carla, diego, settings, morning):
    worked, never, late, old = (report("bache") for _ in range(4))
    engine.advance(worked.folio, "programar", actor=carla, input={"cuadrilla": "C1"})
    Case.objects.filter(pk=old.pk).update(
        closed_at=MORNING - timedelta(days=settings.READING_CLOSED_DAYS + 2)
    )
    old = Case.objects.get(pk=old.pk)
    read(carla, worked)
    read(carla, never)
    read(diego, late, hours=12)
    read(diego, old)
    assert worked.folio not in shown(gloria_s, remark="never_worked")
    assert never.folio in shown(gloria_s, remark="never_worked")
    assert late.folio in shown(gloria_s, remark="off_shift")
    assert never.folio not in shown(gloria_s, remark="off_shift")
    assert old.folio in shown(gloria_s, remark="after_closing")
    assert late.folio not in shown(gloria_s, remark="after_closing")


def test_who_read_much_in_a_day_stands_out(gloria_s, report, carla, diego, settings, morning):
    settings.READING_MANY = 3
    busy, quiet = report("bache"), report("bache")
    for hour in range(3):
        read(carla, busy, hours=hour)
        read(diego, quiet, days=hour)
    page = shown(gloria_s, remark="many")
    assert busy.folio in page
    assert quiet.folio not in page


def test_a_reading_of_a_confidential_case_is_for_its_named_readers(
    gloria_s, signed_in, report, carla, morning
):
    open_case, secret = report("bache"), submit(Submission(service=SECRET, answers=COMPLAINT))
    read(carla, open_case)
    read(carla, secret)
    for client in (gloria_s, signed_in("admin")):
        page = shown(client)
        assert open_case.folio in page
        assert secret.folio not in page
        file = client.get(reverse("readings_table"), {"begins_on": "2026-11-01", "ends_on": "2026-12-31"})
        assert secret.folio not in b"".join(file.streaming_content).decode()


def test_older_readings_are_a_click_away(gloria_s, report, carla, morning):
    cases = [report("bache") for _ in range(3)]
    PersonalReading.objects.bulk_create(
        PersonalReading(case=cases[number % 3], user_id=carla.user_id, role="control_desk", purpose="attend",
                        what=["correo"], door="page", at=MORNING - timedelta(minutes=number))
        for number in range(120)
    )  # fmt: skip
    response, seen = gloria_s.get(PAGE, {"begins_on": "2026-11-01", "ends_on": "2026-12-31"}), []
    while True:
        seen += [row.reading.pk for row in response.context["rows"]]
        if not response.context["older"]:
            break
        response = gloria_s.get(PAGE + response.context["older"])
    assert len(seen) == len(set(seen)) == 120


def test_the_page_costs_the_same_for_two_readings_and_for_fifty(gloria_s, report, carla, diego, morning):
    def cost():
        gloria_s.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            gloria_s.get(PAGE)
        return len(queries)

    read(carla, report("bache"))
    read(diego, report("luminaria"))
    few = cost()
    for _ in range(10):
        for actor in (carla, diego):
            read(actor, report("bache"))
    assert cost() == few


def test_the_file_holds_the_same_lines_and_is_itself_on_record(gloria_s, report, carla, morning):
    case = report("bache")
    read(carla, case, purpose="other", reason="=HYPERLINK(1)")
    response = gloria_s.get(reverse("readings_table"), {"begins_on": "2026-11-01", "ends_on": "2026-12-31"})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert case.folio in lines[1]
    assert '"\'=HYPERLINK(1)"' in lines[1]
    leaf = AuditLeaf.objects.get(action="reading.export")
    assert "carla" not in leaf.content.lower()
