"""What an effect is: an argument model for the definition and a handler for the engine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from casetypes.cases.models import Case, CaseEvent
from casetypes.definitions.schema.effects import EffectArguments


@dataclass(frozen=True)
class EffectContext:
    """What a handler is given. `case` is locked and is saved by the engine when the effect is `at_once`."""

    case: Case
    event: CaseEvent
    roots: Mapping[str, object] = field(default_factory=dict)
    entry_id: int | None = None


Handler = Callable[[EffectContext, Any], None]


@dataclass(frozen=True)
class Effect:
    """`at_once` effects stay inside the database and run in the transaction of the move; the others have an
    outside (a message, a call) and are carried out from the outbox by a worker, exactly once.

    `carry_out=None` marks an effect of the language that this release does not carry out yet: it parses,
    and the linter refuses to publish it. `resolve` turns expressions among the arguments into values while
    the input of the transition is at hand.
    """

    Arguments: type[EffectArguments]
    carry_out: Handler | None
    at_once: bool = False
