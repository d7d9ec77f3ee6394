import pytest
from django.db import Error, connection, transaction

from casetypes.audit import services
from casetypes.audit.models import AuditLeaf, Checkpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaf(log):
    log(1)
    return AuditLeaf.objects.get()


def run(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditleaf SET content = '{}'",
        "UPDATE audit_auditleaf SET position = 7",
        "UPDATE audit_auditleaf SET position = NULL",
        "DELETE FROM audit_auditleaf",
        "TRUNCATE audit_auditleaf",
        "INSERT INTO audit_auditleaf (position, recorded_at, actor, action, subject, content, leaf_hash)"
        " VALUES (9, now(), '', '', '', '', '')",
        "UPDATE audit_checkpoint SET root_hash = ''",
        "DELETE FROM audit_checkpoint",
        "TRUNCATE audit_checkpoint",
    ],
)
def test_the_database_refuses_to_change_what_was_logged(leaf, statement):
    with pytest.raises(Error, match="append-only"):
        run(statement)
    assert AuditLeaf.objects.get().content == leaf.content
    assert Checkpoint.objects.count() == 1


def test_a_position_comes_alone(leaf):
    waiting = services.record(action="a", actor="system", subject="s", data={})
    with pytest.raises(Error, match="append-only"):
        run(f"UPDATE audit_auditleaf SET position = 1, actor = 'other' WHERE id = {waiting.pk}")


def test_the_orm_is_refused_too(leaf):
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        leaf.delete()


def test_a_test_database_may_be_emptied_when_it_says_so(leaf):
    run("SET LOCAL agora.allow_truncate = 'on'; TRUNCATE audit_auditleaf")
    assert not AuditLeaf.objects.exists()
