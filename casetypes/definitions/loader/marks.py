"""Where each value of a file stands, so that a problem of the data points at its line.

Places are many and problems few: a file without a problem never has its places worked out.
"""

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

DataPath = tuple[str | int, ...]


class Mark(NamedTuple):
    """A place in a file; line and column count from 1. `quote` is 1 when the value opens with a quote."""

    file: str
    line: int
    column: int
    quote: int = 0


class Place(NamedTuple):
    """Where the key of an entry and its value stand, and the places of what is in it, by key or index."""

    key: Mark
    value: Mark
    inner: "Places"


Places = dict[str | int, Place]


class SourceMap:
    """Paths of the data ("form", "problema", "fields", …) to the places of their key and their value.

    A tree like the data itself; `read` gives it when somebody asks first. Branches are shared between files and never
    changed: grafting makes new ones.
    """

    def __init__(self, file: str, read: Callable[[], Places] = dict) -> None:
        self.file = file
        self._read = read
        self._grafts: list[tuple[SourceMap, DataPath, DataPath]] = []

    def __contains__(self, path: DataPath) -> bool:
        return _under(self._top, path) is not None

    def resolve(self, loc: DataPath) -> DataPath:
        """The path of the data nearest to a validator's location: segments that stand nowhere are dropped."""
        path: DataPath = ()
        inner = self._top.inner
        for segment in loc:
            if segment in inner:
                path, inner = (*path, segment), inner[segment].inner
        return path

    def value(self, loc: DataPath) -> Mark:
        return self._nearest(loc).value

    def key(self, loc: DataPath) -> Mark:
        return self._nearest(loc).key

    def graft(self, source: "SourceMap", taken: DataPath, onto: DataPath) -> None:
        """Take over the places of another file's branch; what stands here already keeps its place."""
        self._grafts.append((source, taken, onto))
        self.__dict__.pop("_top", None)

    @cached_property
    def _own(self) -> Place:
        first = Mark(self.file, 1, 1)
        return Place(first, first, self._read())

    @cached_property
    def _top(self) -> Place:
        top = self._own
        for source, taken, onto in self._grafts:
            if branch := _under(top if source is self else source._top, taken):
                top = _grafted(top, onto, branch)
        return top

    def _nearest(self, loc: DataPath) -> Place:
        here = self._top
        for segment in loc:
            here = here.inner.get(segment, here)
        return here


def _under(place: Place, path: DataPath) -> Place | None:
    here: Place | None = place
    for segment in path:
        here = here.inner.get(segment) if here else None
    return here


def _grafted(place: Place, onto: DataPath, branch: Place) -> Place:
    """A section that only the other file has stands, for want of a better place, where its entry does."""
    if not onto:
        return _joined(place, branch)
    there = place.inner.get(onto[0]) or branch._replace(inner={})
    return place._replace(inner={**place.inner, onto[0]: _grafted(there, onto[1:], branch)})


def _joined(mine: Place, theirs: Place) -> Place:
    both = {
        key: _joined(mine.inner[key], theirs.inner[key]) for key in mine.inner.keys() & theirs.inner.keys()
    }
    return mine._replace(inner={**theirs.inner, **mine.inner, **both})
