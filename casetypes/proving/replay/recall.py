"""Answers kept by the values they depend on: of ten thousand cases of a street only some dozen differ for a rule."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

R = TypeVar("R")
Roots = Mapping[str, Any]
MOST = 20_000  # answers kept; rules that read the time of day would fill the memory


class Recall(Generic[R]):
    """`work(roots)`, worked out once for each set of values at `paths`."""

    def __init__(self, paths: Iterable[tuple[str, ...]], work: Callable[[Roots], R]) -> None:
        self.paths = sorted({path[:2] for path in paths})
        self._work = work
        self._known: dict[tuple[Any, ...], R] = {}

    def __call__(self, roots: Roots) -> R:
        key = tuple([_plain(_at(roots, path)) for path in self.paths])
        known = self._known
        if key in known:
            return known[key]
        if len(known) >= MOST:
            known.clear()
        answer = known[key] = self._work(roots)
        return answer


def _at(roots: Roots, path: tuple[str, ...]) -> Any:
    root = roots.get(path[0])
    return root.get(path[1]) if len(path) > 1 and isinstance(root, Mapping) else root


def _plain(value: Any) -> Any:
    """Something to compare by. 1, 1.0 and True are equal in Python and not in an expression."""
    kind = value.__class__
    if kind is str or value is None:
        return value
    return (kind, value) if kind in (bool, int, float) else (kind, repr(value))
