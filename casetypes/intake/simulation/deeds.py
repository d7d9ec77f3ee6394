"""What happens in the life of a simulated case, as the director decides it and both tellers carry it out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from casetypes.access.actors import Actor
from casetypes.definitions.compiled import CompiledService
from casetypes.intake.simulation.pictures import Photo
from casetypes.intake.simulation.repertoire import Variant
from casetypes.intake.town import Spot


@dataclass(frozen=True)
class Report:
    """Somebody reports. `raw` are the answers as a form sends them; `photos` by file field."""

    at: datetime
    number: int
    compiled: CompiledService
    variant: Variant
    spot: Spot
    raw: Mapping[str, object]
    dates: Mapping[str, str]
    photos: Mapping[str, Photo]
    language: str
    channel: str
    actor: Actor


@dataclass(frozen=True)
class Move:
    at: datetime
    transition: str
    actor: Actor
    input: Mapping[str, object]


@dataclass(frozen=True)
class Fill:
    """A checklist is filled; `photos` by item."""

    at: datetime
    checklist: str
    actor: Actor
    answers: Mapping[str, object]
    photos: Mapping[str, Photo]


@dataclass(frozen=True)
class Rate:
    at: datetime
    answers: Mapping[str, object]


Deed = Move | Fill | Rate


@dataclass(frozen=True)
class Standing:
    """Where a case stands: what the director looks at before the next deed.

    `complete` are the checklists filled in this round, `orders` those that an open work order waits for (empty text: it
    waits for none); `survey` is the key of an open invitation, or empty.
    """

    folio: str
    state: str
    final: str
    desk: str
    crew: str
    reopened: int
    closed_at: datetime | None
    complete: frozenset[str]
    survey: str
    orders: frozenset[str]
