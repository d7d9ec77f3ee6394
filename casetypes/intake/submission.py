"""What every channel hands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from casetypes.access.actors import PUBLIC, Actor


@dataclass(frozen=True)
class Submission:
    """What came in. `answers` are raw and JSON-shaped; `files` maps file fields to ids of received attachments.

    `draft` is the secret of a saved form: its version counts, its files are adopted, and it is submitted once.
    """

    service: str
    answers: Mapping[str, object]
    files: Mapping[str, Sequence[str]] = field(default_factory=dict)
    channel: str = "web"
    language: str = "es"
    actor: Actor = PUBLIC
    draft: str = ""
    idempotency_key: str = ""
    opened_at: datetime | None = None
    demonstration: bool = False
