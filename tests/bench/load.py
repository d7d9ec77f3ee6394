"""Clients that call as fast as they are answered: threads in as many processes as there are cores.

The processes are forked, so a door prepares its calls in plain Python; each client opens its own connections after
the fork. All clients start together. What the clients themselves cost in processor time is part of the answer,
because they share the cores with the server.
"""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

Call = Callable[[], None]
Prepare = Callable[[int], Call]  # the number of the client -> what it does again and again

WAIT = 60.0  # seconds until every client must be ready
FORK = multiprocessing.get_context("fork")


class Empty(Exception):
    """A client has nothing left to call; the others go on."""


@dataclass
class Load:
    """What came of one round: latencies in seconds, how long it took, processor seconds of the clients."""

    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    client_cpu: float = 0.0
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Round:
    prepare: Prepare
    seconds: float
    start: Barrier


def drive(prepare: Prepare, *, clients: int, seconds: float) -> Load:
    """One round. The caller holds no database connection across this call: children inherit it."""
    start = FORK.Barrier(clients)
    round_ = _Round(prepare, seconds, start)
    shares = _shares(clients, min(clients, os.cpu_count() or 1))
    pipes, processes = [], []
    for numbers in shares:
        here, there = FORK.Pipe(duplex=False)
        process = FORK.Process(target=_clients, args=(round_, numbers, there), daemon=True)
        process.start()
        there.close()
        pipes.append(here)
        processes.append(process)
    parts = [_received(pipe) for pipe in pipes]
    for process in processes:
        process.join(WAIT)
    return _together(parts)


def _shares(clients: int, processes: int) -> list[list[int]]:
    return [list(range(first, clients, processes)) for first in range(processes)]


def _received(pipe: Connection) -> "tuple[Load, float, float]":
    try:
        return pipe.recv()
    except EOFError:
        return Load(errors=["a process of clients died"]), 0.0, 0.0


def _together(parts: "list[tuple[Load, float, float]]") -> Load:
    begins = [begin for _load, begin, _end in parts if begin]
    ends = [end for _load, _begin, end in parts if end]
    return Load(
        latencies=[each for load, _begin, _end in parts for each in load.latencies],
        seconds=max(ends) - min(begins) if begins and ends else 0.0,
        client_cpu=sum(load.client_cpu for load, _begin, _end in parts),
        errors=[each for load, _begin, _end in parts for each in load.errors],
    )


def _clients(round_: _Round, numbers: list[int], pipe: Connection) -> None:
    """One process: a thread per client; sends (load, first start, last end)."""
    loads = [Load() for _ in numbers]
    spans: list[tuple[float, float]] = [(0.0, 0.0)] * len(numbers)
    threads = [
        threading.Thread(target=_client, args=(round_, number, loads[at], spans, at))
        for at, number in enumerate(numbers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = _together([(load, *span) for load, span in zip(loads, spans, strict=True)])
    begins = [begin for begin, _end in spans if begin]
    pipe.send((whole, min(begins, default=0.0), max((end for _begin, end in spans), default=0.0)))
    pipe.close()
    os._exit(0)  # nothing inherited from the parent is to be closed twice


def _client(round_: _Round, number: int, load: Load, spans: list[tuple[float, float]], at: int) -> None:
    try:
        call = round_.prepare(number)
        call()  # connections are opened and caches of the process are filled before the clock runs
    except Empty:
        pass
    except Exception as error:
        load.errors.append(f"{type(error).__name__}: {error}"[:300])
        round_.start.abort()
        return
    try:
        round_.start.wait(WAIT)
    except threading.BrokenBarrierError:
        return
    began, processor = time.perf_counter(), time.thread_time()
    until = began + round_.seconds
    try:
        while (before := time.perf_counter()) < until:
            call()
            load.latencies.append(time.perf_counter() - before)
    except Empty:
        pass
    except Exception as error:
        load.errors.append(f"{type(error).__name__}: {error}"[:300])
    spans[at] = (began, time.perf_counter())
    load.client_cpu = time.thread_time() - processor
