"""Python's collector of cyclic garbage, out of the way while a whole city is read or checked."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """A city becomes a million small objects that all stay: looking for garbage among them, again and again, took two
    thirds of the time of loading 200 services and half of the time of checking them."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.freeze()
            gc.unfreeze()  # from there everything goes to the oldest generation
            gc.enable()
