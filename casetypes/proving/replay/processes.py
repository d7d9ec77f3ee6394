"""One replay in several processes: each judges its own stretch of time, the parent adds up what they found.

Every process reads with connections of its own and writes nothing; one that dies ends the whole replay with nothing
left behind.
"""

import multiprocessing
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import Empty, Full
from typing import Any

from django.db import connections

from casetypes.kernel import clock
from casetypes.kernel.errors import DomainError, gettext_noop
from casetypes.proving.replay import reading
from casetypes.proving.replay.candidate import Candidate
from casetypes.proving.replay.reading import Scope
from casetypes.proving.replay.running import Finding, Replay
from casetypes.proving.replay.tally import Tally

CORES = min(os.cpu_count() or 1, 8)
FEW = 5_000  # cases that are not worth another process
WAIT = 1.0  # seconds
AHEAD = 8  # batches that wait to be taken


class ProcessLost(DomainError):
    """A process ended early, for instance because memory ran out."""

    code = "process-lost"
    default_message = gettext_noop(
        "A process ended before its cases were judged. Nothing was written; run it again."
    )


@dataclass
class Share:
    """A replay over a scope, in this process alone when one is enough."""

    candidate: Candidate
    scope: Scope
    workers: int = CORES
    tally: Tally = field(default_factory=Tally)
    numbers: dict[int, int] = field(default_factory=dict)

    def findings(self) -> Iterator[list[Finding]]:
        """Those of each batch. The order of cases is that of their opening within each process."""
        total = reading.count(self.scope) if self.workers > 1 else 0
        if total < FEW:
            yield from self._here()
        else:
            yield from self._beside(reading.cut(self.scope, total, self.workers))

    def _here(self) -> Iterator[list[Finding]]:
        run = Replay(self.candidate, self.scope, tally=self.tally)
        for batch in run.findings():
            self.numbers.update(run.numbers)
            yield batch

    def _beside(self, parts: list[Scope]) -> Iterator[list[Finding]]:
        context = multiprocessing.get_context("fork")
        found: Any = context.Queue(AHEAD)
        connections.close_all()
        now = clock.now()
        working = [
            context.Process(target=_work, args=(self.candidate, part, now, found), daemon=True)
            for part in parts
        ]
        for process in working:
            process.start()
        try:
            yield from self._taken(working, found)
        finally:
            for process in working:
                process.terminate()
                process.join()

    def _taken(self, working: list[Any], found: Any) -> Iterator[list[Finding]]:
        open_ones = len(working)
        while open_ones:
            try:
                batch, tally, numbers, last = found.get(timeout=WAIT)
            except Empty:
                if any(process.exitcode not in (None, 0) for process in working):
                    raise ProcessLost from None
                continue
            self.tally.add(tally)
            self.numbers.update(numbers)
            open_ones -= last
            yield batch


def _work(candidate: Candidate, scope: Scope, now: Any, found: Any) -> None:
    parent = os.getppid()
    run = Replay(candidate, scope, now)
    for batch in run.findings():
        _hand_over(found, (batch, run.tally, run.numbers, 0), parent)
        run.tally = Tally(unasked=run.tally.unasked)
    _hand_over(found, ([], Tally(), run.numbers, 1), parent)


def _hand_over(found: Any, share: Any, parent: int) -> None:
    """Wait for room; when whoever asked was killed nobody will ever make any, and the process ends at once."""
    while os.getppid() == parent:
        try:
            found.put(share, timeout=WAIT)
            return
        except Full:
            continue
    os._exit(1)
