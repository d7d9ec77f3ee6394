"""A change taken apart into single values."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from casetypes.definitions.diff.changes import Change
from casetypes.definitions.diff.paths import Path


def leaves(change: Change) -> list[Change]:
    """The single values that differ within a change, each at its own path; [] for an empty entry.

    Of a list of plain values, members that came or went; its order as two lists.
    """
    found = _leaves(change.before, change.after, change.path)
    return [Change(path, before, after, change.kind) for path, before, after in found]


Leaf = tuple[Path, Any, Any]


def _leaves(old: Any, new: Any, path: Path) -> Iterator[Leaf]:
    if old == new:
        return
    if _all(Mapping, old, new):
        before, after = old or {}, new or {}
        for key in [*after, *(key for key in before if key not in after)]:
            yield from _leaves(before.get(key), after.get(key), (*path, key))
    elif _all(list, old, new):
        yield from _members(old or [], new or [], path)
    elif isinstance(old, Mapping | list) or isinstance(new, Mapping | list):
        for before, after in ((old, None), (None, new)):
            yield from _leaves(before, after, path)
    else:
        yield path, old, new


def _all(kind: type, old: Any, new: Any) -> bool:
    """Both are of this kind, or one is and the other is not there."""
    return all(value is None or isinstance(value, kind) for value in (old, new))


def _members(old: list[Any], new: list[Any], path: Path) -> Iterator[Leaf]:
    if not any(isinstance(member, Mapping | list) for member in (*old, *new)):
        yield from ((path, member, None) for member in old if member not in new)
        yield from ((path, None, member) for member in new if member not in old)
        kept, now = [one for one in old if one in new], [one for one in new if one in old]
        if kept != now:
            yield path, kept, now
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=[*map(repr, old)], b=[*map(repr, new)]).get_opcodes():
        for index in range(0 if tag == "equal" else max(i2 - i1, j2 - j1)):
            before = old[i1 + index] if i1 + index < i2 else None
            after = new[j1 + index] if j1 + index < j2 else None
            yield from _leaves(before, after, (*path, (j1 if after is not None else i1) + index))
