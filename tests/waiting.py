"""Waiting for other processes: poll with a deadline, never sleep and hope."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_for(what: Callable[[], T], *, within: float = 20, saying: str = "") -> T:
    """The first true value of `what()`; fails with `saying` when there is none in time (seconds)."""
    deadline = time.monotonic() + within
    while True:
        value = what()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(saying or f"nothing after {within} s: {what}")
        time.sleep(0.02)
