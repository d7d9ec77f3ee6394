"""How much one definition may hold, so that a hostile one is refused before anything is worked out from it.

The largest service of the shipped cities has 1,300 values, 60 fields and 40 conditions. What is read here costs time
later: each condition is compiled, each field becomes part of the types that conditions see.
"""

from dataclasses import dataclass, field

from casetypes.definitions.problems import Phrase, phrase

MAX_BYTES = 256 * 1024
MAX_DEPTH = 40
MAX_VALUES = 12_000
MAX_ENTRIES = 1_000  # of one mapping or list
MAX_FIELDS = 1_000
MAX_CONDITIONS = 500
MAX_PROBLEMS = 100

_FIELD = frozenset({"type"})
_CONDITION = frozenset({"when", "is", "that"})


@dataclass
class Tally:
    """Counts what has been read of one file; every `count` answers with what is too many, or None."""

    values: int = 0
    words: dict[str, int] = field(default_factory=dict)

    def count(self, key: str | int, entries: int) -> Phrase | None:
        """One more value, at `key`, in a mapping or list that now has so many entries."""
        self.values += 1
        if self.values > MAX_VALUES:
            return phrase("the file has more than %(limit)s values", limit=MAX_VALUES)
        if entries > MAX_ENTRIES:
            return phrase("more than %(limit)s entries stand here", limit=MAX_ENTRIES)
        if key in _FIELD and self._more("field") > MAX_FIELDS:
            return phrase("the file has more than %(limit)s fields", limit=MAX_FIELDS)
        if key in _CONDITION and self._more("condition") > MAX_CONDITIONS:
            return phrase("the file has more than %(limit)s conditions", limit=MAX_CONDITIONS)
        return None

    def _more(self, what: str) -> int:
        self.words[what] = self.words.get(what, 0) + 1
        return self.words[what]
