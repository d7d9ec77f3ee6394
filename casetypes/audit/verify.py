"""Verify the log: recompute everything and name what is broken first. Works on the database and on a pack."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from casetypes.audit.models import AuditLeaf, Checkpoint, TreeFrontier
from casetypes.audit.signing import checkpoint_text, is_signed, key_id
from casetypes.kernel import hashing


@dataclass(frozen=True)
class LeafRecord:
    """A leaf to verify; `columns` are the copies beside its content (none in a pack)."""

    position: int
    content: str
    leaf_hash: str
    columns: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckpointRecord:
    """A checkpoint to verify; the columns of `Checkpoint`."""

    origin: str
    tree_size: int
    root_hash: str
    signed_at: datetime
    signature: str
    key_id: str
    public_key: str


@dataclass
class Verdict:
    """What was recomputed, and the first thing that is broken ("" when nothing is)."""

    leaves: int = 0
    checkpoints: int = 0
    root_hash: str = ""
    key_ids: tuple[str, ...] = ()
    problem: str = ""
    position: int | None = None

    @property
    def sound(self) -> bool:
        return not self.problem


def verify_log() -> Verdict:
    """Verify the leaves and checkpoints of this database, and the compact state kept for the sequencer."""
    checkpoints = [CheckpointRecord(**values) for values in Checkpoint.objects.values(*_CHECKPOINT_COLUMNS)]
    verdict = verify(_stored_leaves(), checkpoints)
    frontier = TreeFrontier.objects.filter(pk=1).first()
    if verdict.sound and frontier is not None and frontier.size != verdict.leaves:
        verdict.problem = _("The sequencer counted %(size)s leaves, but %(found)s are there.") % {
            "size": frontier.size,
            "found": verdict.leaves,
        }
        verdict.position = min(frontier.size, verdict.leaves)
    return verdict


def verify(leaves: Iterable[LeafRecord], checkpoints: Sequence[CheckpointRecord]) -> Verdict:
    """Recompute hashes, order and roots. `leaves` come by position, `checkpoints` by tree size."""
    verdict = Verdict(key_ids=tuple(dict.fromkeys(checkpoint.key_id for checkpoint in checkpoints)))
    frontier = hashing.Frontier()
    waiting = list(checkpoints)
    signed = 0
    while waiting and waiting[0].tree_size == 0:
        verdict.problem = verdict.problem or _checkpoint_problem(waiting.pop(0), frontier, 0)
        verdict.checkpoints += 1
    for leaf in leaves:
        problem = verdict.problem or _leaf_problem(leaf, frontier.size)
        if problem:
            verdict.problem, verdict.position = problem, frontier.size
            return verdict
        frontier.append(hashing.leaf_hash(leaf.content.encode()))
        verdict.leaves = frontier.size
        while waiting and waiting[0].tree_size == frontier.size:
            verdict.problem = _checkpoint_problem(waiting.pop(0), frontier, signed)
            if verdict.problem:
                verdict.position = signed
                return verdict
            verdict.checkpoints, signed = verdict.checkpoints + 1, frontier.size
    if waiting and not verdict.problem:
        verdict.position = frontier.size
        verdict.problem = _("Leaf %(position)s is missing: a checkpoint signed %(size)s leaves.") % {
            "position": frontier.size,
            "size": waiting[0].tree_size,
        }
    verdict.root_hash = frontier.root().hex()
    return verdict


def _leaf_problem(leaf: LeafRecord, expected: int) -> str:
    if leaf.position != expected:
        return _("Leaf %(position)s is missing.") % {"position": expected}
    if hashing.leaf_hash(leaf.content.encode()).hex() != leaf.leaf_hash:
        return _("Leaf %(position)s was changed: its content does not give its hash.") % {
            "position": expected
        }
    if leaf.columns and leaf.columns != _columns_of(leaf.content):
        return _("Leaf %(position)s was changed: its columns differ from its content.") % {
            "position": expected
        }
    return ""


def _columns_of(content: str) -> dict[str, str]:
    try:
        entry = json.loads(content)
    except ValueError:
        return {}
    return {name: str(entry.get(name, "")) for name in _LEAF_COLUMNS}


def _checkpoint_problem(checkpoint: CheckpointRecord, frontier: hashing.Frontier, signed: int) -> str:
    text = checkpoint_text(
        checkpoint.origin, checkpoint.tree_size, checkpoint.root_hash, checkpoint.signed_at
    )
    size = {"size": checkpoint.tree_size}
    if key_id(checkpoint.public_key) != checkpoint.key_id:
        return _("The checkpoint of %(size)s leaves names another key than its own.") % size
    if not is_signed(text, checkpoint.signature, checkpoint.public_key):
        return _("The signature of the checkpoint of %(size)s leaves is wrong.") % size
    if frontier.root().hex() != checkpoint.root_hash:
        return _(
            "Leaves %(first)s to %(last)s are not the ones that the checkpoint of %(size)s leaves signed."
        ) % {**size, "first": signed, "last": checkpoint.tree_size - 1}
    return ""


_LEAF_COLUMNS = ("action", "actor", "subject", "recorded_at")
_CHECKPOINT_COLUMNS = tuple(CheckpointRecord.__dataclass_fields__)


def _stored_leaves() -> Iterator[LeafRecord]:
    rows = AuditLeaf.objects.filter(position__isnull=False).order_by("position")
    for leaf in rows.iterator(chunk_size=5000):
        moment = json.loads(hashing.canonical_json(leaf.recorded_at))
        columns = {
            "action": leaf.action,
            "actor": leaf.actor,
            "subject": leaf.subject,
            "recorded_at": moment,
        }
        yield LeafRecord(leaf.position or 0, leaf.content, leaf.leaf_hash, columns)
