"""Steps with their progress and time, on a terminal or in a log; standard library only."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .errors import Stop

TERMINAL = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
COLOURS = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
DETAIL_WIDTH = 90
SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


def paint(text: str, colour: str) -> str:
    if not TERMINAL or os.environ.get("NO_COLOR"):
        return text
    return "\033[" + COLOURS[colour] + "m" + text + "\033[0m"


def say(text: str = "") -> None:
    try:
        print(text, flush=True)
    except UnicodeEncodeError:
        print(text.encode("ascii", "replace").decode(), flush=True)


def warn(text: str) -> None:
    say(paint("  ! ", "yellow") + text)


def heading(text: str) -> None:
    say("\n" + paint(text, "bold"))


def show_stop(stop: Stop) -> None:
    """The error, the end of the log that explains it, and what to do."""
    say()
    say(paint("  ✗ ", "red") + paint(stop.what, "bold"))
    for line in stop.tail.splitlines():
        say(paint("    │ ", "dim") + line)
    for line in stop.way_out.splitlines():
        say("    " + line)


def duration(seconds: float) -> str:
    """`0.4 s`, `12.3 s`, `2 min 05 s`."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60:02d} s"


class Step:
    """One line of progress; `note` replaces what is said beside it while it runs."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.started = time.monotonic()
        self.detail = ""
        self.drawn = 0.0
        self.frame = 0

    def note(self, detail: str = "") -> None:
        """Redraw on a terminal; in a log, say something every 15 s so that nobody thinks it hangs."""
        self.detail = detail.strip()[:DETAIL_WIDTH] or self.detail
        now = time.monotonic()
        if TERMINAL and now - self.drawn > 0.08:
            self.drawn = now
            self.frame += 1
            text = f"  {SPINNER[self.frame % len(SPINNER)]} {self.title}  {self._elapsed()}  {self.detail}"
            width = shutil.get_terminal_size().columns - 1
            print("\r\033[K" + text[:width], end="", flush=True)
        elif not TERMINAL and now - (self.drawn or self.started) > 15:
            self.drawn = now
            say(f"  … {self.title}  {self._elapsed()}  {self.detail}")

    def finish(self, mark: str, colour: str) -> None:
        if TERMINAL:
            print("\r\033[K", end="")
        result = paint(f"  {self.detail}", "dim") if self.detail else ""
        say("  " + paint(mark, colour) + " " + self.title.ljust(44) + " " + self._elapsed().rjust(9) + result)

    def _elapsed(self) -> str:
        return duration(time.monotonic() - self.started)


@contextmanager
def step(title: str) -> Iterator[Step]:
    """`with step("Migrating") as s:` prints the title, the progress noted and the time it took."""
    current = Step(title)
    current.note()
    try:
        yield current
    except BaseException:
        current.finish("✗", "red")
        raise
    current.finish("✓", "green")
