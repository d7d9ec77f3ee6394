"""Each reading of personal data leaves a row and a leaf, and neither is ever changed."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from casetypes.audit.models import AuditLeaf
from casetypes.cases import readings
from casetypes.cases.models import PersonalReading

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
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert PersonalReading.objects.count() == 1
