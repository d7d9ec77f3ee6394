"""Where each value of a file stands, so that a problem of the data points at its line."""

from collections.abc import Iterator
from typing import NamedTuple

DataPath = tuple[str | int, ...]


class Mark(NamedTuple):
    """A place in a file; line and column count from 1. `quote` is 1 when the value opens with a quote."""

    file: str
    line: int
    column: int
    quote: int = 0


class Place(NamedTuple):
    """Where the key of an entry stands, and where its value does."""

    key: Mark
    value: Mark


class SourceMap:
    """Paths of the data ("form", "problema", "fields", …) to the places of their key and their value."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._places: dict[DataPath, Place] = {(): Place(Mark(file, 1, 1), Mark(file, 1, 1))}

    def put(self, path: DataPath, key: Mark, value: Mark) -> None:
        self._places[path] = Place(key, value)

    def __contains__(self, path: DataPath) -> bool:
        return path in self._places

    def resolve(self, loc: DataPath) -> DataPath:
        """The path of the data nearest to a validator's location: segments that stand nowhere are dropped."""
        path: DataPath = ()
        for segment in loc:
            if (*path, segment) in self._places:
                path = (*path, segment)
        return path

    def value(self, loc: DataPath) -> Mark:
        return self._places[self.resolve(loc)].value

    def key(self, loc: DataPath) -> Mark:
        return self._places[self.resolve(loc)].key

    def under(self, path: DataPath) -> Iterator[tuple[DataPath, Place]]:
        """Every place at or below `path`, as paths relative to it."""
        size = len(path)
        return ((known[size:], place) for known, place in self._places.items() if known[:size] == path)

    def graft(self, source: "SourceMap", taken: DataPath, onto: DataPath) -> None:
        """Take over the places of another file's branch; what stands here already keeps its place."""
        for relative, place in list(source.under(taken)):
            self._places.setdefault((*onto, *relative), place)
