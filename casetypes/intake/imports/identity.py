"""The natural key of a row, so that importing twice changes nothing.

One column: its value. Several columns, for a file without numbers: a hash of their values; rows that repeat one
another exactly get a running number in the order of the file. Only repeats need counting, and which rows may be
repeats is found in the first reading by a bitmap of fixed size: memory does not grow with the file.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence

from casetypes.intake.imports.reading import Row

LONGEST = 80
BITS = (
    1 << 27
)  # 16 MiB; of a million rows about one in two hundred is counted without need, which is harmless


class MaybeRepeated:
    """First reading: which hashes may occur more than once (never misses one, may name one too many)."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = columns
        self.hashes: set[bytes] = set()
        self._bits = bytearray(BITS // 8) if len(columns) > 1 else bytearray()

    def watch(self, row: Row) -> None:
        if len(self.columns) < 2:
            return
        found = _hash(row, self.columns)
        place = int.from_bytes(found[:8]) % BITS
        byte, bit = place >> 3, 1 << (place & 7)
        if self._bits[byte] & bit:
            self.hashes.add(found)
        self._bits[byte] |= bit


class NaturalKeys:
    """Second reading: `of` is called once for every row, in the order of the file."""

    def __init__(self, columns: Sequence[str], maybe_repeated: frozenset[bytes]) -> None:
        self.columns = columns
        self._maybe_repeated = maybe_repeated
        self._met: Counter[bytes] = Counter()

    def of(self, row: Row) -> str:
        """At most 80 characters; "" for a row that has no number of its own."""
        if len(self.columns) < 2:
            value = row[self.columns[0]]
            return value if len(value) <= LONGEST and "\0" not in value else ""
        found = _hash(row, self.columns)
        if found not in self._maybe_repeated:
            return found.hex()
        self._met[found] += 1
        number = self._met[found]
        return found.hex() if number == 1 else f"{found.hex()}-{number}"


def _hash(row: Row, columns: Sequence[str]) -> bytes:
    """Sixteen bytes; the separator cannot occur in a value, so no two rows run into one another."""
    content = "\x1f".join(row[column].replace("\x1f", " ") for column in columns)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).digest()[:16]
