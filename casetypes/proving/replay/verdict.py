"""What one version of a service makes of one past case: plain values, comparable with those of another version."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

# Why a recorded move has no destination under a version.
GONE, NO_STATE, NOT_FROM_HERE, REFUSED, UNKNOWN = "gone", "no_state", "not_from_here", "refused", "unknown"

Reasons = tuple[tuple[str, Any], ...]  # ("calc.severidad", "alta"); None for a value that is not shown


class Decided(NamedTuple):
    """Computed values and priority. `broken`: what the rules could not be worked out without."""

    calc: dict[str, Any]
    priority: str
    reasons: Reasons
    fell_back: bool = False
    broken: tuple[str, ...] = ()


class Step(NamedTuple):
    """One recorded move. `guard` is the engine's guard that refuses (role, another_person, in_time, destination, or
    requirements with what its author wrote in `said`, by language); `refer` the desk it goes to."""

    name: str
    goto: str = ""
    problem: str = ""
    guard: str = ""
    said: tuple[tuple[tuple[str, str], ...], ...] = ()
    refer: str = ""
    reasons: Reasons = ()


class Deadline(NamedTuple):
    """One run of a clock: when it was due, and whether it was late when it stopped (or is, now)."""

    run: int
    budget: str
    due: datetime | None
    late: bool
    reasons: Reasons = ()


@dataclass(slots=True)
class Verdict:
    """`initial` is the state in which the case begins, `outcome` where its last move leads: public status and kind of
    ending ("resolved/done"), "" when that cannot be said. `missing`: required questions without an answer."""

    decided: Decided
    initial: str
    desk: str
    steps: list[Step] = field(default_factory=list)
    deadlines: dict[str, list[Deadline]] = field(default_factory=dict)
    outcome: str = ""
    missing: frozenset[str] = frozenset()
    broken: tuple[str, ...] = ()
