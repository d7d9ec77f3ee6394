"""Where each value of a file stands, so that a problem of the data points at its line."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

DataPath = tuple[str | int, ...]


class Mark(NamedTuple):
    """A place in a file; line and column count from 1. `quote` is 1 when the value opens with a quote."""

    file: str
    line: int
    column: int
    quote: int = 0


class Start(Protocol):
    """Where the parser saw an entry begin; line and column count from 0."""

    line: int
    column: int


# File, then where the key of an entry stands and whether it opens with a quote, then the same of its value. Places are
# many and problems few: a `Mark` is made of one when somebody asks.
Place = tuple[str, Start, int, Start, int]


class _Beginning:
    line = column = 0


class SourceMap:
    """Paths of the data ("form", "problema", "fields", …) to the places of their key and their value."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._places: dict[DataPath, Place] = {(): (file, _Beginning(), 0, _Beginning(), 0)}

    def put(self, path: DataPath, key: Start, key_quote: int, value: Start, quote: int) -> None:
        self._places[path] = (self.file, key, key_quote, value, quote)

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
        file, _key, _quote, start, quote = self._places[self.resolve(loc)]
        return Mark(file, start.line + 1, start.column + 1, quote)

    def key(self, loc: DataPath) -> Mark:
        file, start, quote, _value, _quote = self._places[self.resolve(loc)]
        return Mark(file, start.line + 1, start.column + 1, quote)

    def under(self, path: DataPath) -> Iterator[tuple[DataPath, Place]]:
        """Every place at or below `path`, as paths relative to it."""
        size = len(path)
        return ((known[size:], place) for known, place in self._places.items() if known[:size] == path)

    def graft(self, source: "SourceMap", taken: DataPath, onto: DataPath) -> None:
        """Take over the places of another file's branch; what stands here already keeps its place."""
        for relative, place in list(source.under(taken)):
            self._places.setdefault((*onto, *relative), place)
