import io
import json

import pytest
from django.core.management import call_command

from casetypes.audit import services
from casetypes.audit.models import AuditLeaf, Checkpoint
from casetypes.audit.pack import verify_pack, write_pack
from casetypes.audit.verify import verify_log
from casetypes.kernel import hashing
from casetypes.kernel.errors import Invalid

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_checkpoints(log):
    log(5)
    log(4)


def tampered(unguarded, statement, *values, table="audit_auditleaf"):
    with unguarded(table) as cursor:
        cursor.execute(statement, values)
    return verify_log()


def test_an_honest_log_is_sound(two_checkpoints):
    verdict = verify_log()
    assert verdict.sound
    assert (verdict.leaves, verdict.checkpoints) == (9, 2)
    assert verdict.root_hash == Checkpoint.objects.latest("tree_size").root_hash


def test_an_empty_log_is_sound_and_can_be_signed():
    assert verify_log().sound
    services.checkpoint()
    assert verify_log().checkpoints == 1


def test_a_changed_leaf_is_named(two_checkpoints, unguarded):
    verdict = tampered(unguarded, "UPDATE audit_auditleaf SET content = '{}' WHERE position = 6")
    assert verdict.position == 6
    assert "6" in verdict.problem


def test_a_changed_column_is_named(two_checkpoints, unguarded):
    verdict = tampered(unguarded, "UPDATE audit_auditleaf SET actor = 'reporter' WHERE position = 3")
    assert verdict.position == 3


def test_a_dropped_leaf_is_named(two_checkpoints, unguarded):
    verdict = tampered(unguarded, "DELETE FROM audit_auditleaf WHERE position = 2")
    assert verdict.position == 2


def test_a_dropped_end_is_named(two_checkpoints, unguarded):
    verdict = tampered(unguarded, "DELETE FROM audit_auditleaf WHERE position = 8")
    assert verdict.position == 8


def test_a_leaf_rewritten_with_its_hash_breaks_the_signed_root(two_checkpoints, unguarded):
    leaf = AuditLeaf.objects.get(position=6)
    content = leaf.content.replace('"n":1', '"n":7')
    assert content != leaf.content
    verdict = tampered(
        unguarded,
        "UPDATE audit_auditleaf SET content = %s, leaf_hash = %s WHERE position = 6",
        content,
        hashing.leaf_hash(content.encode()).hex(),
    )
    assert verdict.position == 5
    assert "5" in verdict.problem
    assert "8" in verdict.problem


def test_swapped_leaves_break_the_signed_root(two_checkpoints, unguarded):
    verdict = tampered(
        unguarded,
        "UPDATE audit_auditleaf SET position = -1 WHERE position = 0;"
        "UPDATE audit_auditleaf SET position = 0 WHERE position = 1;"
        "UPDATE audit_auditleaf SET position = 1 WHERE position = -1",
    )
    assert verdict.position == 0


@pytest.mark.parametrize(
    "change", ["root_hash = repeat('0', 64)", "key_id = 'another'", "signed_at = now()", "signature = 'x'"]
)
def test_a_changed_checkpoint_is_noticed(two_checkpoints, unguarded, change):
    statement = f"UPDATE audit_checkpoint SET {change} WHERE tree_size = 5"
    verdict = tampered(unguarded, statement, table="audit_checkpoint")
    assert not verdict.sound
    assert "5" in verdict.problem


def test_a_leaf_appended_behind_the_sequencer_is_noticed(two_checkpoints, unguarded):
    content = '{"action":"a","actor":"b","recorded_at":"2026-12-01T15:00:00Z","subject":"c"}'
    verdict = tampered(
        unguarded,
        "INSERT INTO audit_auditleaf (position, recorded_at, actor, action, subject, content, leaf_hash)"
        " VALUES (9, '2026-12-01T15:00:00Z', 'b', 'a', 'c', %s, %s)",
        content,
        hashing.leaf_hash(content.encode()).hex(),
    )
    assert not verdict.sound
    assert verdict.position == 9


@pytest.fixture
def pack(two_checkpoints):
    stream = io.StringIO()
    assert write_pack(stream) == 9
    return stream.getvalue()


def test_a_pack_is_verified_without_the_database(pack, django_assert_num_queries):
    with django_assert_num_queries(0):
        verdict = verify_pack(io.StringIO(pack))
    assert verdict.sound
    assert (verdict.leaves, verdict.checkpoints) == (9, 2)


def test_a_pack_that_was_changed_names_its_leaf(pack):
    lines = pack.splitlines(keepends=True)
    lines[4] = lines[4].replace("case:3", "case:x")
    assert verify_pack(io.StringIO("".join(lines))).position == 3


def test_a_pack_without_one_leaf_is_noticed(pack):
    lines = pack.splitlines(keepends=True)
    assert verify_pack(io.StringIO("".join(lines[:4] + lines[5:]))).position == 3


@pytest.mark.parametrize("text", ["", "hola\n", "[1]\n", '{"format": "other"}\n'])
def test_what_is_no_pack_is_refused(text):
    with pytest.raises(Invalid, match="agora-audit-pack/1"):
        verify_pack(io.StringIO(text))


def test_the_command_says_that_the_log_is_sound(two_checkpoints, capsys):
    call_command("audit_verify")
    assert Checkpoint.objects.latest("tree_size").root_hash in capsys.readouterr().out


def test_the_command_names_the_broken_leaf_and_exits_with_one(two_checkpoints, unguarded, capsys):
    tampered(unguarded, "UPDATE audit_auditleaf SET content = '{}' WHERE position = 6")
    with pytest.raises(SystemExit) as stopped:
        call_command("audit_verify")
    assert stopped.value.code == 1
    assert "6" in capsys.readouterr().err


def test_a_pack_is_written_and_verified_by_commands(log, tmp_path, capsys):
    log(3)
    services.record(action="a", actor="system", subject="s", data={})
    call_command("audit_pack", str(tmp_path / "pack.jsonl"))
    call_command("audit_verify", pack=tmp_path / "pack.jsonl")
    header = json.loads((tmp_path / "pack.jsonl").read_text().splitlines()[0])
    assert header["format"] == "agora-audit-pack/1"
    assert AuditLeaf.objects.get(subject="s").position == 3
    assert "4" in capsys.readouterr().out
