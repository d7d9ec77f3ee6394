"""Keeps the children alive and takes all of them down in order, last started first."""

from __future__ import annotations

import os
import select
import signal
import time
from contextlib import suppress
from types import FrameType

from . import console
from .child import Child, describe, tail
from .console import step
from .errors import Interrupted

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STABLE_SECONDS = 60
LONGEST_PAUSE = 30
EXPLAIN_AFTER = 3


class Supervisor:
    """`with Supervisor() as s:` installs the signal handlers and stops every child on the way out."""

    def __init__(self) -> None:
        self.children: list[Child] = []
        self.stopping = False
        self.hurry = False
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)

    def __enter__(self) -> Supervisor:
        for number in SIGNALS:
            signal.signal(number, self._asked_to_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping = True
        self.stop_all()
        signal.set_wakeup_fd(-1)

    def start(self, child: Child, title: str, within: float = 60) -> None:
        """Start and wait until it serves; raises Stop with the end of its log otherwise."""
        with step(title) as current:
            self.children.append(child)
            child.start()
            child.wait_ready(current, within)

    def watch(self) -> None:
        """Restart what ends, until a signal raises Interrupted."""
        while True:
            for child in self.children:
                self._look_after(child)
            pending = [c.restart_at for c in self.children if c.process is None]
            pause = min([1.0, *(max(0.05, at - time.monotonic()) for at in pending)])
            with suppress(InterruptedError):
                select.select([self._read], [], [], pause)
            with suppress(BlockingIOError):
                os.read(self._read, 4096)

    def stop_all(self) -> None:
        running = [child for child in reversed(self.children) if child.process is not None]
        if running:
            console.heading("Stopping")
        for child in running:
            with step(child.name) as current:
                if not child.stop(lambda: self.hurry):
                    current.detail = "had to be killed"
        self.children.clear()

    def _look_after(self, child: Child) -> None:
        if child.process is None:
            if time.monotonic() >= child.restart_at:
                child.start()
            return
        status = child.ended()
        if status is None:
            return
        lived = time.monotonic() - child.started
        child.failures = 1 if lived > STABLE_SECONDS else child.failures + 1
        pause = min(LONGEST_PAUSE, 2 ** (child.failures - 1) // 2)
        child.restart_at = time.monotonic() + pause
        again = f"starting it again in {pause} s" if pause else "starting it again"
        console.warn(f"{time.strftime('%H:%M:%S')}  {child.name} {describe(status)}; {again}.")
        if child.failures == EXPLAIN_AFTER:
            console.say(f"    It keeps ending. The end of its log ({child.log}):")
            for line in tail(child.log, 15).splitlines():
                console.say("    │ " + line)

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        if self.stopping:
            self.hurry = True
            return
        self.stopping = True
        raise Interrupted
