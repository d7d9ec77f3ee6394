"""Progress of long work on the terminal; nothing where nobody looks on."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


class Show(Protocol):
    """Done, in all, and what to say beside it."""

    def __call__(self, done: int, total: int, note: str = "", /) -> None: ...


@contextmanager
def bar(title: str = "") -> Iterator[Show]:
    """A bar on the standard error, gone when the work is done: what a command has to say stays clean."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
               TextColumn("{task.fields[note]}"))  # fmt: skip
    watched = sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), disable=not watched, transient=True) as shown:
        task = shown.add_task(title, total=None, note="")

        def show(done: int, total: int, note: str = "", /) -> None:
            shown.update(task, completed=done, total=total, note=note)

        yield show
