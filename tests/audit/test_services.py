import json
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from casetypes.audit import selectors, services
from casetypes.audit.models import AuditLeaf, Checkpoint
from casetypes.kernel import clock, hashing
from casetypes.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 12, 1, 15, tzinfo=UTC)


def record(subject="case:TRC-26-12345678A", **data):
    return services.record(action="case.advance", actor="user:12/control_desk", subject=subject, data=data)


def test_a_leaf_is_one_insert_and_keeps_what_was_hashed():
    with (
        clock.at(MOMENT),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        leaf = record(transition="programar", revision=3)
    assert len(queries) == 1
    leaf.refresh_from_db()
    assert leaf.content == (
        '{"action":"case.advance","actor":"user:12/control_desk","data":{"revision":3,"transition":"programar"},'
        '"recorded_at":"2026-12-01T15:00:00Z","subject":"case:TRC-26-12345678A"}'
    )
    assert leaf.leaf_hash == hashing.leaf_hash(leaf.content.encode()).hex()
    assert (leaf.recorded_at, leaf.position) == (MOMENT, None)


def test_a_leaf_disappears_with_the_transaction_that_failed():
    class Undo(Exception):
        pass

    with pytest.raises(Undo), transaction.atomic():
        record()
        raise Undo
    assert not AuditLeaf.objects.exists()


def test_leaves_get_their_positions_in_order_and_only_once():
    leaves = [record(n=number) for number in range(5)]
    assert services.sequence(limit=2) == 2
    assert services.sequence(limit=10) == 3
    assert services.sequence() == 0
    positions = [AuditLeaf.objects.get(pk=leaf.pk).position for leaf in leaves]
    assert positions == [0, 1, 2, 3, 4]


def test_a_checkpoint_signs_the_tree_of_all_sequenced_leaves():
    leaves = [record(n=number) for number in range(11)]
    services.sequence(limit=4)
    services.sequence(limit=4)
    services.sequence_all()
    with clock.at(MOMENT):
        checkpoint = services.checkpoint()
    hashes = [bytes.fromhex(leaf.leaf_hash) for leaf in leaves]
    assert (checkpoint.tree_size, checkpoint.signed_at) == (11, MOMENT)
    assert checkpoint.root_hash == hashing.merkle_root(hashes).hex()


def test_nothing_new_gives_the_checkpoint_that_exists():
    record()
    services.sequence_all()
    assert services.checkpoint() == services.checkpoint()
    assert Checkpoint.objects.count() == 1
    record()
    services.sequence_all()
    assert services.checkpoint().tree_size == 2
    assert selectors.latest_checkpoint().tree_size == 2


def test_a_checkpoint_does_not_read_the_leaves_again():
    for number in range(50):
        record(n=number)
    services.sequence_all()
    with CaptureQueriesContext(connection) as queries:
        services.checkpoint()
    assert not any("audit_auditleaf" in query["sql"] for query in queries)


def test_what_happened_to_a_subject_is_found():
    record("case:a", n=1)
    record("case:b", n=2)
    record("case:a", n=3)
    found = [json.loads(leaf.content)["data"]["n"] for leaf in selectors.leaves_about("case:a")]
    assert found == [1, 3]


def test_anyone_can_prove_that_a_leaf_is_in_a_signed_tree(log):
    log(13)
    checkpoint = selectors.latest_checkpoint()
    leaf = AuditLeaf.objects.get(position=6)
    proof = selectors.inclusion(leaf, checkpoint)
    path = [bytes.fromhex(node) for node in proof.path]
    root = bytes.fromhex(proof.root_hash)
    assert hashing.verify_inclusion(bytes.fromhex(proof.leaf_hash), 6, 13, path, root)


def test_a_leaf_outside_the_tree_has_no_proof(log):
    log(2)
    later = record()
    with pytest.raises(NotFound):
        selectors.inclusion(later, selectors.latest_checkpoint())


def test_anyone_can_prove_that_the_log_only_grew(log):
    log(5)
    older = selectors.latest_checkpoint()
    log(6)
    newer = selectors.latest_checkpoint()
    proof = [bytes.fromhex(node) for node in selectors.consistency(older, newer)]
    roots = bytes.fromhex(older.root_hash), bytes.fromhex(newer.root_hash)
    assert hashing.verify_consistency(5, 11, *roots, proof)
