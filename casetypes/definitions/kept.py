"""What is worked out of the published definitions once, and kept by the process until the next publication."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from casetypes.definitions.revision import current_stamp

P = ParamSpec("P")
T = TypeVar("T")
MOST = 1_000


def until_published(build: Callable[P, T]) -> Callable[P, T]:
    """Remembers what `build` gives for each set of arguments, which are hashable, under the stamp of today's
    definitions. For what depends on nothing else: the language and the reader's roles are arguments."""
    kept: dict[Hashable, Any] = {}
    of: list[str] = [""]

    @wraps(build)
    def found(*args: P.args, **kwargs: P.kwargs) -> T:
        stamp = current_stamp()
        if of[0] != stamp or len(kept) > MOST:
            kept.clear()
            of[0] = stamp
        key = (stamp, args, *sorted(kwargs.items()))
        try:
            value: T = kept[key]
        except KeyError:  # not yet, or another thread has just forgotten everything
            value = kept[key] = build(*args, **kwargs)
        return value

    return found
