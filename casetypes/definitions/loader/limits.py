"""How much one definition may hold, so that a hostile one is refused before anything is worked out from it.

The largest service of the shipped cities has 1,300 values, 60 fields and 40 conditions. What is read here costs time
later: each condition is compiled, each field becomes part of the types that conditions see.
"""

from dataclasses import dataclass
from typing import Any

from casetypes.definitions.problems import Phrase, phrase

MAX_BYTES = 256 * 1024
MAX_DEPTH = 40
MAX_VALUES = 12_000
MAX_ENTRIES = 1_000  # of one mapping or list
MAX_FIELDS = 1_000
MAX_CONDITIONS = 500
MAX_PROBLEMS = 100

_CONDITIONS = ("when", "is", "that")


@dataclass
class Tally:
    """Counts what has been read of one file; `count` answers with what is too many, or None."""

    values: int = 0
    fields: int = 0
    conditions: int = 0

    def count(self, entries: dict[str, Any] | list[Any]) -> Phrase | None:
        """One more mapping or list, as it was read; what is in it was counted before."""
        self.values += len(entries)
        if len(entries) > MAX_ENTRIES:
            return phrase("more than %(limit)s entries stand here", limit=MAX_ENTRIES)
        if self.values > MAX_VALUES:
            return phrase("the file has more than %(limit)s values", limit=MAX_VALUES)
        return self._of_mapping(entries) if isinstance(entries, dict) else None

    def _of_mapping(self, entries: dict[str, Any]) -> Phrase | None:
        self.fields += "type" in entries
        self.conditions += sum(word in entries for word in _CONDITIONS)
        if self.fields > MAX_FIELDS:
            return phrase("the file has more than %(limit)s fields", limit=MAX_FIELDS)
        if self.conditions > MAX_CONDITIONS:
            return phrase("the file has more than %(limit)s conditions", limit=MAX_CONDITIONS)
        return None
