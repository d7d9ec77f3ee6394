"""Several processes tell one year: each takes every n-th of the missing parts and reports what it has written."""

import multiprocessing
import os
from collections.abc import Iterator
from multiprocessing.queues import Queue
from queue import Empty

from django.db import IntegrityError, connections

from casetypes.intake.models import Simulation
from casetypes.intake.simulation.running import Telling

WAIT = 1.0  # seconds


class WorkerFailed(Exception):
    """A process ended before its share was told; what it had written stays, and a second start goes on."""


def tell_all(run: Simulation, parts: list[int], workers: int) -> Iterator[int]:
    """Tell these parts; yields how many cases came in with each. In this very process when one worker is enough."""
    if workers <= 1 or len(parts) <= 1:
        telling = Telling(run)
        for part in parts:
            yield _told(telling, part)
        return
    yield from _by_processes(run, parts, workers)


def _by_processes(run: Simulation, parts: list[int], workers: int) -> Iterator[int]:
    context = multiprocessing.get_context("fork")
    done: Queue[int] = context.Queue()
    connections.close_all()
    processes = [
        context.Process(target=_work, args=(run, parts[each::workers], done, os.getpid()), daemon=True)
        for each in range(workers)
    ]
    for process in processes:
        process.start()
    waiting = len(parts)
    while waiting:
        try:
            yield done.get(timeout=WAIT)
            waiting -= 1
        except Empty:
            if any(process.exitcode not in (None, 0) for process in processes):
                raise WorkerFailed(
                    "a worker ended early; start again and it goes on where it stopped"
                ) from None
    for process in processes:
        process.join()


def _work(run: Simulation, parts: list[int], done: "Queue[int]", parent: int) -> None:
    telling = Telling(run)
    for part in parts:
        if os.getppid() != parent:  # whoever asked for this was killed
            return
        done.put(_told(telling, part))


def _told(telling: Telling, part: int) -> int:
    try:
        return telling.tell_part(part)
    except IntegrityError:
        if telling.run.batches.filter(
            number=part
        ).exists():  # a process that a killed run left behind was quicker
            return 0
        raise
