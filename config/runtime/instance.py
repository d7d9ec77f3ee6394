"""One supervisor per city: a lock that the system lets go of whatever happens to its holder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from .errors import Stop
from .place import Place


@contextmanager
def only_one(place: Place, address: str, what: str) -> Iterator[None]:
    """Hold the lock of the place; raises Stop telling who holds it and where that one answers."""
    file = place.var / "run.lock"
    with file.open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            stream.seek(0)
            process, _, at = stream.read().strip().partition(" ")
            raise Stop(
                f"{what} is already running (process {process or 'unknown'})" + (f": {at}" if at else "."),
                f"Use that one, or stop it first: kill {process}"
                if process
                else "Wait until it has stopped.",
            ) from error
        stream.truncate(0)
        stream.write(f"{os.getpid()} {address}".strip())
        stream.flush()
        try:
            yield
        finally:
            stream.truncate(0)
