"""What really happened to a case, as a replay reads it: no model instances, so that a hundred thousand pass quickly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

BORN = frozenset({"opened", "imported"})
MOVE = "transition"
FILLED = "checklist"


class Happened(NamedTuple):
    """One event. `input` is what the move was given (never personal answers, unless the replay opened them);
    `referred` the desk it went to, or ""; `complete` of a checklist."""

    at: datetime
    kind: str
    name: str
    before: str
    after: str
    role: str
    user: int | None
    desk: str
    input: Mapping[str, Any]
    referred: str
    complete: bool


class StoredClock(NamedTuple):
    """One run of a clock as it is on record."""

    key: str
    run: int
    state: str
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None


class Proof(NamedTuple):
    """A file of evidence: its kind, in which round, since when."""

    kind: str
    round: int
    at: datetime


@dataclass(slots=True)
class PastCase:
    """`answers` hold personal ones only where a rule reads them. `priority` is the rank on record."""

    pk: int
    folio: str
    version: int
    channel: str
    priority: int
    desk: str
    zone: str | None
    opened_at: datetime
    closed_at: datetime | None
    answers: dict[str, Any]
    events: Sequence[Happened] = ()
    clocks: Sequence[StoredClock] = ()
    proofs: Sequence[Proof] = ()
    personal: dict[str, Any] = field(default_factory=dict)

    @property
    def legacy(self) -> bool:
        return self.channel == "legacy"
