"""Two texts of a definition, line by line. What a change means in words is told by `definitions.differences`."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

CONTEXT = 3


@dataclass(frozen=True)
class Line:
    """A row of the two texts. `kind`: same, changed, added, removed, or gap, where equal lines are left out."""

    kind: str
    old_number: int = 0
    old: str = ""
    new_number: int = 0
    new: str = ""


def side_by_side(old: str, new: str) -> list[Line]:
    """Changed lines with three equal ones around them; [] when the texts are the same."""
    before, after = old.split("\n"), new.split("\n")
    rows: list[Line] = []
    for group in SequenceMatcher(a=before, b=after).get_grouped_opcodes(CONTEXT):
        if rows or group[0][1] > 0:
            rows.append(Line("gap"))
        for tag, i1, i2, j1, j2 in group:
            rows.extend(_rows(tag, before[i1:i2], after[j1:j2], i1 + 1, j1 + 1))
    return rows


def _rows(tag: str, old: list[str], new: list[str], old_from: int, new_from: int) -> Iterator[Line]:
    for index in range(max(len(old), len(new))):
        left, right = index < len(old), index < len(new)
        kind = "same" if tag == "equal" else "changed" if left and right else "removed" if left else "added"
        yield Line(
            kind,
            old_from + index if left else 0,
            old[index] if left else "",
            new_from + index if right else 0,
            new[index] if right else "",
        )
