"""Where everything stands in a text that was read before: the same events once more, for their places alone."""

from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from casetypes.definitions.loader.marks import Mark, Place, Places

_QUOTES = frozenset("'\"")


def places_in(text: str, file: str) -> Places:
    """Places by key, of a text that `reading` could read. What stands twice has the place of the first."""
    events = _Events(text, file)
    events.next()
    events.next()
    return events.inside(events.next())


class _Events:
    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.next: Callable[[], Any] = yaml.CSafeLoader(text).get_event

    def inside(self, start: Any) -> Places:
        """Places of the entries of the mapping or list that begins with `start`; none of a scalar has any."""
        places: Places = {}
        kind = type(start)
        if kind is MappingStartEvent:
            while type(key := self.next()) is not MappingEndEvent:
                self.inside(key)
                value = self.next()
                places.setdefault(getattr(key, "value", ""), self._place(key, value))
        elif kind is SequenceStartEvent:
            while type(item := self.next()) is not SequenceEndEvent:
                places[len(places)] = self._place(item, item)
        return places

    def _place(self, key: Any, value: Any) -> Place:
        return Place(self._mark(key), self._mark(value), self.inside(value))

    def _mark(self, event: Any) -> Mark:
        start = event.start_mark
        quoted = type(event) is ScalarEvent and event.style in _QUOTES
        return Mark(self.file, start.line + 1, start.column + 1, int(quoted))
