"""When a clock runs, pauses and stops, by the moves of a case alone: no rows, no calendar. The engine's clocks follow
`wanted`; a replay, which keeps no rows, follows `Run` through a whole history.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from casetypes.definitions.schema.service import Clock
from casetypes.kernel.business_time import Pause

RUNNING, PAUSED, STOPPED = "running", "paused", "stopped"


@dataclass(frozen=True, slots=True)
class Moved:
    """A case came to a state: when, by which transition, and whether that state ends it."""

    at: datetime
    name: str
    state: str
    ends: bool


@dataclass(slots=True)
class Run:
    """One run of a clock. `paused_at` is set while it pauses, `stopped_at` once it has stopped."""

    number: int
    started_at: datetime
    pauses: list[Pause] = field(default_factory=list)
    paused_at: datetime | None = None
    stopped_at: datetime | None = None

    def end(self, at: datetime) -> datetime:
        """Up to when it has run by `at`: a clock that pauses is due as when its pause began."""
        return self.stopped_at or self.paused_at or at


def runs_from_opening(spec: Clock, state: str) -> bool:
    """Whether the clock starts with a case that is opened in that state."""
    return state in spec.runs_in or spec.starts == "created"


def wanted(spec: Clock, moved: Moved, *, active: bool) -> str | None:
    """What the clock has to be after a move: running, paused or stopped; None: as it was. `active`: it has not
    stopped (or has not even started)."""
    if spec.runs_in:
        if moved.state in spec.pauses_in:
            return PAUSED
        return RUNNING if moved.state in spec.runs_in else STOPPED
    if moved.name in spec.stops or moved.ends:
        return STOPPED
    if not active and spec.starts != moved.name:
        return None
    return PAUSED if moved.state in spec.pauses_in else RUNNING


def runs_of(spec: Clock, opened: Moved | None, moves: Sequence[Moved]) -> list[Run]:
    """Every run of one clock, the oldest first. `opened` None: the case came in without a running clock."""
    runs: list[Run] = []
    if opened is not None and runs_from_opening(spec, opened.state):
        runs.append(Run(1, opened.at))
    for moved in moves:
        follow(spec, runs, moved)
    return runs


def follow(spec: Clock, runs: list[Run], moved: Moved) -> None:
    """Bring the last run to what a move wants, or begin another one."""
    last = runs[-1] if runs else None
    active = last if last is not None and last.stopped_at is None else None
    goal = wanted(spec, moved, active=active is not None)
    if active is None:
        if goal == RUNNING:
            _begin(spec, runs, moved.at)
    elif goal == STOPPED:
        _resume(active, moved.at)
        active.stopped_at = moved.at
    elif goal == PAUSED and active.paused_at is None:
        active.paused_at = moved.at
    elif goal == RUNNING:
        _resume(active, moved.at)


def _begin(spec: Clock, runs: list[Run], at: datetime) -> None:
    """A new run, or the old one goes on when the definition says `reopen: resume`."""
    last = runs[-1] if runs else None
    if last is not None and spec.reopen == "resume":
        last.paused_at, last.stopped_at = last.stopped_at, None
        _resume(last, at)
    else:
        runs.append(Run(len(runs) + 1, at))


def _resume(run: Run, at: datetime) -> None:
    if run.paused_at:
        run.pauses = [*run.pauses, (run.paused_at, at)]
        run.paused_at = None
