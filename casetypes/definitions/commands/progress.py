"""Progress on a terminal, in one line that is written over again."""

from collections.abc import Callable
from time import monotonic
from typing import TextIO

EVERY = 0.2  # seconds between two lines of progress
WIDTH = 100


class Line:
    """One line of progress that is written over again; nothing where nobody looks on."""

    def __init__(self, err: TextIO, time: Callable[[], float] = monotonic) -> None:
        self.err = err
        self.watched = bool(getattr(err, "isatty", lambda: False)())
        self.time, self.told_at = time, 0.0

    def show(self, done: int, of: int, what: str) -> None:
        if self.watched and self.time() - self.told_at >= EVERY:
            self.told_at = self.time()
            self.err.write(f"\r{f'{done + 1}/{of} {what}'[:WIDTH]:<{WIDTH}}", ending="")  # type: ignore[call-arg]
            self.err.flush()

    def end(self) -> None:
        if self.told_at:
            self.err.write(f"\r{'':<{WIDTH}}\r", ending="")  # type: ignore[call-arg]
