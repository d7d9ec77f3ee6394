"""Write the log: record a leaf, give leaves their positions, sign the tree."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction

from casetypes.audit import rows
from casetypes.audit.models import AuditLeaf, Checkpoint, TreeFrontier
from casetypes.audit.signing import checkpoint_text, signer
from casetypes.kernel import clock, hashing

_SEQUENCER = 0x4147_4155  # advisory lock: one sequencer at a time
BATCH = 5000


def record(*, action: str, actor: str, subject: str, data: Mapping[str, object]) -> AuditLeaf:
    """Write one leaf in the caller's transaction (one INSERT).

    `action` is room and verb ("case.advance"); `actor` a role or a user number, never a name ("reporter",
    "user:12/control_desk", "system"); `subject` kind and number ("case:TRC-26-…"); `data` what
    `hashing.canonical_json` takes. **No personal data may enter any of them**: no answer of a citizen, name,
    address, phone, e-mail or free text; a leaf is published, and it cannot be erased.
    """
    written = AuditLeaf(**leaf(action, actor, subject, data)._asdict())
    rows.insert(written)
    return written


def record_many(entries: Iterable[tuple[str, str, str, Mapping[str, object]]]) -> None:
    """Several leaves at once, each (action, actor, subject, data) as `record` takes them. One INSERT."""
    AuditLeaf.objects.bulk_create(AuditLeaf(**leaf(*entry)._asdict()) for entry in entries)


class Leaf(NamedTuple):
    """The columns of a leaf that is not written yet."""

    recorded_at: datetime
    actor: str
    action: str
    subject: str
    content: str
    leaf_hash: str


def leaf(action: str, actor: str, subject: str, data: Mapping[str, object]) -> Leaf:
    """What `record` would write now. Writes nothing."""
    moment = clock.now()
    content = hashing.canonical_json(
        {"action": action, "actor": actor, "data": data, "recorded_at": moment, "subject": subject}
    )
    return Leaf(moment, actor, action, subject, content.decode(), hashing.leaf_hash(content).hex())


def write_in_place(leaves: Sequence[Leaf]) -> None:
    """Write many leaves together with their positions, in the caller's transaction.

    For bulk paths: the sequencer would touch each row again. Whoever calls this is the sequencer until the transaction
    ends, so it belongs at its end. Leaves that wait get their positions after these.
    """
    if not leaves:
        return
    _take_turn()
    row, frontier = _frontier()
    first = frontier.size
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL agora.sequencer = 'on'")
        columns = ", ".join((*Leaf._fields, "position"))
        with cursor.copy(f"COPY audit_auditleaf ({columns}) FROM STDIN") as copy:
            for position, each in enumerate(leaves, first):
                frontier.append(bytes.fromhex(each.leaf_hash))
                copy.write_row((*each, position))
        cursor.execute("SET LOCAL agora.sequencer = 'off'")
    row.size, row.nodes = frontier.size, " ".join(node.hex() for node in frontier.nodes)
    row.save()


def sequence(limit: int = BATCH) -> int:
    """Give up to `limit` leaves the next positions, oldest first; returns how many.

    Leaves become visible in the order of their commits, not of their ids; so positions are given here, by one
    sequencer at a time (a second one waits). Safe to run twice.
    """
    with transaction.atomic():
        _take_turn()
        pending = list(
            AuditLeaf.objects.filter(position__isnull=True)
            .order_by("id")
            .values_list("id", "leaf_hash")[:limit]
        )
        if not pending:
            return 0
        row, frontier = _frontier()
        first = frontier.size
        for _, leaf_hash in pending:
            frontier.append(bytes.fromhex(leaf_hash))
        _place([leaf_id for leaf_id, _ in pending], first)
        row.size, row.nodes = frontier.size, " ".join(node.hex() for node in frontier.nodes)
        row.save()
    return len(pending)


def checkpoint() -> Checkpoint:
    """Sign the tree as it is now; the checkpoint that exists when nothing was added since."""
    with transaction.atomic():
        _take_turn()
        _, frontier = _frontier()
        known = Checkpoint.objects.filter(tree_size=frontier.size).first()
        if known is not None:
            return known
        key, moment, origin = signer(), clock.now(), f"agora/{settings.CITY}"
        root_hash = frontier.root().hex()
        return Checkpoint.objects.create(
            origin=origin,
            tree_size=frontier.size,
            root_hash=root_hash,
            signed_at=moment,
            signature=key.sign(checkpoint_text(origin, frontier.size, root_hash, moment)),
            key_id=key.key_id,
            public_key=key.public_key,
        )


def sequence_all() -> int:
    """Sequence until nothing waits; returns how many leaves got their position."""
    total = 0
    while placed := sequence():
        total += placed
    return total


def _take_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEQUENCER])


def _frontier() -> tuple[TreeFrontier, hashing.Frontier]:
    row, _ = TreeFrontier.objects.get_or_create(pk=1)
    return row, hashing.Frontier(row.size, [bytes.fromhex(node) for node in row.nodes.split()])


def _place(leaf_ids: Sequence[int], first: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_auditleaf SET position = placed.position "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS placed (id, position) "
            "WHERE audit_auditleaf.id = placed.id",
            [list(leaf_ids), list(range(first, first + len(leaf_ids)))],
        )
