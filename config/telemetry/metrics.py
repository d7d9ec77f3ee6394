"""What is counted in the process itself. What is counted in the database is in `state`.

Several processes serve one machine: PROMETHEUS_MULTIPROC_DIR is where each writes its numbers and whoever is asked
adds them up. Without it (development, tests) a process tells its own.
"""

import os
from pathlib import Path

from prometheus_client import REGISTRY, CollectorRegistry, Histogram
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

FAST = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SLOW = (0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300)
REQUESTS = Histogram("agora_request_seconds", "Time to answer.", ["view", "method", "status"], buckets=FAST)
TASKS = Histogram("agora_task_seconds", "Time a task took.", ["task", "state"], buckets=SLOW)


def folder() -> Path | None:
    """Where the processes of this kind write their numbers."""
    named = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    return Path(named) if named else None


def registry() -> CollectorRegistry:
    """The numbers of all processes of this kind on this machine."""
    if folder() is None:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return together


def forget_the_dead() -> None:
    """At the start of the first process: what an earlier run left."""
    place = folder()
    for file in place.glob("*.db") if place else ():
        file.unlink(missing_ok=True)


def forget(process: int) -> None:
    """One process ended; its counts stay, its gauges go."""
    if folder() is not None:
        mark_process_dead(process)
