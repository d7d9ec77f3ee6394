"""What a draft changes: in words, by how grave it is; and line by line beside the live text."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from casetypes.definitions.diff import changes
from cms.studio.change_words import Said, said

CONTEXT = 3
KINDS: dict[str, tuple[Promise, Promise]] = {
    "removal": (
        gettext_lazy("Taken away"),
        gettext_lazy("Running cases may need it; the rules of migration say where they go."),
    ),
    "rule": (
        gettext_lazy("Rules"),
        gettext_lazy("For new cases only; cases that run keep the rules they began with."),
    ),
    "addition": (gettext_lazy("Additions"), gettext_lazy("New, and takes nothing away.")),
    "text": (gettext_lazy("Texts"), gettext_lazy("What people read.")),
}


@dataclass(frozen=True)
class Group:
    kind: str
    title: object
    meaning: object
    changes: list[Said]


def in_words(old: dict[str, Any], new: dict[str, Any], language: str) -> list[Group]:
    """Every change, the gravest kind first; kinds without any are left out."""
    found = changes(old, new)
    groups = (
        Group(
            kind,
            title,
            meaning,
            [said(change, old, new, language) for change in found if change.kind == kind],
        )
        for kind, (title, meaning) in KINDS.items()
    )
    return [group for group in groups if group.changes]


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
