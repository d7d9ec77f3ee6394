"""The audit pack: the whole log as one text file that anyone can verify without this installation.

One JSON object per line: `{"format": "agora-audit-pack/1", "origin": …}`, then
`{"leaf": {"position", "content", "leaf_hash"}}` by position, then `{"checkpoint": {…}}` by tree size, each with
its signed note. A leaf hash is SHA-256 of a zero byte and the UTF-8 content; the tree is that of RFC 6962.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TextIO

from django.conf import settings
from django.utils.translation import gettext as _

from casetypes.audit.models import AuditLeaf, Checkpoint
from casetypes.audit.selectors import note
from casetypes.audit.verify import CheckpointRecord, LeafRecord, Verdict, verify
from casetypes.kernel.errors import Invalid

FORMAT = "agora-audit-pack/1"


def write_pack(stream: TextIO) -> int:
    """Write every leaf that the newest checkpoint covers, and all checkpoints; returns how many leaves."""
    newest = Checkpoint.objects.order_by("-tree_size").first()
    size = newest.tree_size if newest else 0
    _line(stream, {"format": FORMAT, "origin": f"agora/{settings.CITY}"})
    leaves = AuditLeaf.objects.filter(position__lt=size).order_by("position")
    for position, content, leaf_hash in leaves.values_list("position", "content", "leaf_hash").iterator(5000):
        _line(stream, {"leaf": {"position": position, "content": content, "leaf_hash": leaf_hash}})
    for checkpoint in Checkpoint.objects.order_by("tree_size"):
        columns = {name: getattr(checkpoint, name) for name in CheckpointRecord.__dataclass_fields__}
        columns["signed_at"] = checkpoint.signed_at.isoformat()
        _line(stream, {"checkpoint": {**columns, "note": note(checkpoint)}})
    return size


def verify_pack(stream: TextIO) -> Verdict:
    """Verify a pack; raises Invalid for a file that is none."""
    header = _read(stream.readline())
    if header.get("format") != FORMAT:
        raise Invalid(
            _("This is not an audit pack: its first line must name the format %(format)s.")
            % {"format": FORMAT}
        )
    checkpoints: list[CheckpointRecord] = []
    # Checkpoints come last in the file but are needed while the leaves pass: read the file twice.
    start = stream.tell()
    for line in iter(stream.readline, ""):
        if line.startswith('{"checkpoint"'):
            values = _read(line)["checkpoint"]
            values.pop("note", None)
            checkpoints.append(
                CheckpointRecord(**{**values, "signed_at": datetime.fromisoformat(values["signed_at"])})
            )
    stream.seek(start)
    return verify(_leaves(iter(stream.readline, "")), checkpoints)


def _leaves(lines: Iterable[str]) -> Iterator[LeafRecord]:
    for line in lines:
        if line.startswith('{"leaf"'):
            yield LeafRecord(**_read(line)["leaf"])


def _read(line: str) -> dict:
    try:
        value = json.loads(line)
    except ValueError:
        value = None
    return value if isinstance(value, dict) else {}


def _line(stream: TextIO, value: dict[str, object]) -> None:
    stream.write(json.dumps(value, ensure_ascii=False) + "\n")
