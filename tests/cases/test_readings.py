"""Each reading of personal data leaves a row and a leaf, and neither is ever changed."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections, transaction

from casetypes.audit.models import AuditLeaf
from casetypes.cases.models import Case, PersonalReading
from casetypes.cases.personal_data import personal, reading_purposes, readings
from casetypes.cases.personal_data.reading_purposes import Stated
from casetypes.citizens import services as citizens
from casetypes.definitions import selectors as definitions
from casetypes.definitions.schema.city import ReadingPurpose
from casetypes.kernel.errors import Invalid, NotFound

pytestmark = pytest.mark.django_db


def test_a_reading_names_person_role_desk_purpose_and_questions(report, carla, django_assert_num_queries):
    case = report("bache", nombre="Ana Ríos")
    readings.record(carla, case, purpose="warm_up", what=["correo"])  # the definitions are read once
    with django_assert_num_queries(1):
        row = readings.record(carla, case, purpose="attend", what=["nombre", "correo", "nombre"])
    assert (row.user_id, row.role, row.desk) == (carla.user_id, "control_desk", "bacheo")
    assert (row.purpose, row.what, row.door) == ("attend", ["correo", "nombre"], "page")
    assert readings.of_case(case).first() == row


def test_its_leaf_holds_ids_and_keys_but_no_value_and_no_words(report, carla):
    case = report("bache", nombre="Ana Ríos")
    readings.record(carla, case, purpose="legal_order", what=["nombre"], reason="Juzgado 3, exp. 12/2026")
    leaf = AuditLeaf.objects.get(action="case.read_personal")
    assert leaf.subject == f"case:{case.folio}"
    assert leaf.actor == f"user:{carla.user_id}/control_desk"
    assert json.loads(leaf.content)["data"] == {
        "desk": "bacheo", "purpose": "legal_order", "what": ["nombre"], "door": "page",
    }  # fmt: skip


def test_nothing_read_and_one_s_own_data_leave_no_row(report, carla, ana):
    case = report("bache")
    assert readings.record(carla, case, purpose="attend", what=[]) is None
    assert readings.record(ana(case), case, purpose="attend", what=["correo"]) is None
    assert not PersonalReading.objects.exists()


@pytest.mark.parametrize("statement", [
    "UPDATE cases_personalreading SET purpose = 'other'", "DELETE FROM cases_personalreading",
    "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE cases_personalreading",
])  # fmt: skip
def test_the_database_refuses_to_change_or_drop_a_row(report, carla, statement):
    readings.record(carla, report("bache"), purpose="attend", what=["correo"])
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert PersonalReading.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_reading(report, carla):
    case = report("bache")

    def click(_number):
        try:
            return personal.open_for(
                Case.objects.select_related("desk").get(pk=case.pk), carla, Stated("attend")
            ).pk
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(4) as clicks:
        found = set(clicks.map(click, range(8)))
    assert len(found) == 1
    assert PersonalReading.objects.count() == 1
    assert AuditLeaf.objects.filter(action="case.read_personal").count() == 1


def test_what_cannot_be_recorded_is_not_opened(report, carla, monkeypatch):
    case = report("bache")
    monkeypatch.setattr(readings, "record", refuse)
    with pytest.raises(DatabaseError):
        personal.open_for(case, carla, Stated("attend"))
    with pytest.raises(DatabaseError):
        personal.read(case, carla, Stated("attend"), door="export")
    assert personal.seen(case, carla).shown == {}


def refuse(*_args, **_more):
    raise DatabaseError


def test_nothing_opens_of_a_person_whose_key_is_gone(report, carla):
    case = report("bache")
    citizens.erase(case.citizen)
    assert personal.seen(case, carla).masked == {}
    with pytest.raises(NotFound):
        personal.open_for(case, carla, Stated("attend"))
    assert not PersonalReading.objects.exists()


def test_a_row_goes_with_its_case_when_its_time_has_come(report, carla):
    readings.record(carla, report("bache"), purpose="attend", what=["correo"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL agora.retention = 'on'")
        cursor.execute("DELETE FROM cases_personalreading")
        cursor.execute("SET LOCAL agora.retention = 'off'")
    assert not PersonalReading.objects.exists()


def test_the_city_says_what_personal_data_may_be_read_for(monkeypatch):
    own = {"brigada": ReadingPurpose(title={"es": "Mandar la brigada", "en": "Send the crew"}, asks="reason")}
    city = definitions.city().model_copy(update={"reading_purposes": own})
    monkeypatch.setattr(definitions, "city", lambda: city)
    assert [purpose.title for purpose in reading_purposes.purposes()] == ["Mandar la brigada"]
    assert reading_purposes.stated("brigada", " fuga  grande ") == Stated("brigada", "fuga grande")
    for key, reason in (("brigada", " "), ("attend", ""), ("brigada", "x" * 301)):
        with pytest.raises(Invalid):
            reading_purposes.stated(key, reason)
    assert reading_purposes.title_of("attend") == "Atender este caso"
