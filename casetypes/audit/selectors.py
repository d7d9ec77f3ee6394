"""Read the log. Who may read is decided above: the log itself knows no actors."""

from dataclasses import dataclass

from django.db.models import QuerySet

from casetypes.audit.models import AuditLeaf, Checkpoint
from casetypes.audit.signing import checkpoint_text, signed_note
from casetypes.kernel import hashing
from casetypes.kernel.errors import NotFound


@dataclass(frozen=True)
class InclusionProof:
    """That a leaf stands in a signed tree; `hashing.verify_inclusion` takes these, hex decoded."""

    position: int
    tree_size: int
    leaf_hash: str
    root_hash: str
    path: list[str]


def leaves_about(subject: str) -> QuerySet[AuditLeaf]:
    """Everything done to one subject ("case:TRC-26-…"), oldest first."""
    return AuditLeaf.objects.filter(subject=subject).order_by("id")


def latest_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-tree_size").first()


def note(checkpoint: Checkpoint) -> str:
    """A checkpoint as a signed note, ready to be published."""
    text = checkpoint_text(
        checkpoint.origin, checkpoint.tree_size, checkpoint.root_hash, checkpoint.signed_at
    )
    return signed_note(text, checkpoint.signature, checkpoint.public_key)


def inclusion(leaf: AuditLeaf, checkpoint: Checkpoint) -> InclusionProof:
    """The proof for one leaf. Reads every leaf hash of the tree: about a second per million."""
    if leaf.position is None or leaf.position >= checkpoint.tree_size:
        raise NotFound(extra={"leaf": leaf.pk, "tree_size": checkpoint.tree_size})
    path = hashing.inclusion_proof(_hashes(checkpoint.tree_size), leaf.position)
    return InclusionProof(
        leaf.position,
        checkpoint.tree_size,
        leaf.leaf_hash,
        checkpoint.root_hash,
        [node.hex() for node in path],
    )


def consistency(older: Checkpoint, newer: Checkpoint) -> list[str]:
    """The hashes (hex) that show that the newer tree only appended to the older one."""
    return [node.hex() for node in hashing.consistency_proof(_hashes(newer.tree_size), older.tree_size)]


def _hashes(tree_size: int) -> list[bytes]:
    hashes = AuditLeaf.objects.filter(position__lt=tree_size).order_by("position")
    return [bytes.fromhex(leaf_hash) for leaf_hash in hashes.values_list("leaf_hash", flat=True)]
