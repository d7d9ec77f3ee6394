"""Every difference between two documents, each at its own place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from casetypes.definitions.diff.gravity import GRAVITY, MISSING, ChangeClass, gravity, order_gravity
from casetypes.definitions.diff.lists import keyed
from casetypes.definitions.diff.moves import with_moved_questions
from casetypes.definitions.diff.paths import Path, own_key, page_of, words
from casetypes.definitions.diff.renames import Document, in_new_words, renames

What = Literal["changed", "added", "removed", "renamed", "moved", "order"]

# Where the order of keys is seen or decides: also lists of branches, which are mappings by now.
_ORDERED = frozenset(
    {"form", "fields", "states", "options", "transitions", "items", "input", "to", "budget", "priority"}
)


@dataclass(frozen=True)
class Change:
    """One place that differs. `before` or `after` is None when nothing was, or is no longer there.

    Of an entry that came or went, the whole of it. Renamed: the two keys; moved: the keys of the two pages; order: two
    lists of keys. Branches, budgets, priority rules and requirements stand at their condition ("" without one).
    """

    path: Path
    before: Any
    after: Any
    kind: ChangeClass
    what: What = "changed"


def changes(old: Document, new: Document, number: int | None = None) -> list[Change]:
    """In the order of the new document. `number` is the version of `old`, for what `migrate` says of renames."""
    known = renames(old, new, number)
    before = in_new_words(old, known)
    before, moved = with_moved_questions(before, new)
    found = [*_renamed(known.states, "states", new), *_renamed(known.fields, "fields", new)]
    found += [Change(path, was, now, kind, "moved") for path, was, now, kind in moved]
    return [*found, *_mappings(keyed(before), keyed(new), ())]


def classify(
    old: Document | None, new: Document, number: int | None = None
) -> ChangeClass | Literal["first"]:
    """The gravest change; "first" when there was no version before, "text" when nothing differs."""
    if old is None:
        return "first"
    return max((change.kind for change in changes(old, new, number)), key=GRAVITY.index, default="text")


def only_renames(old: Document, new: Document, number: int | None = None) -> bool:
    """Whether nothing is taken away but names, and `migrate` says the new ones."""
    gone = [change for change in changes(old, new, number) if change.kind == "removal"]
    return bool(gone) and all(change.what == "renamed" for change in gone)


def _renamed(pairs: Mapping[str, str], section: str, new: Document) -> Iterator[Change]:
    pages = page_of(new) if section == "fields" else {}
    for was, now in pairs.items():
        path: Path = ("states", now) if section == "states" else ("form", pages[now], "fields", now)
        yield Change(path, was, now, "removal", "renamed")


def _mappings(old: Mapping[str, Any], new: Mapping[str, Any], path: Path) -> Iterator[Change]:
    for key in [*new, *(key for key in old if key not in new)]:
        yield from _values(old.get(key, MISSING), new.get(key, MISSING), (*path, key))
    before, after = _order(old, new), _order(new, old)
    if before != after and _is_ordered(path):
        yield Change(path, before, after, order_gravity(path, before[0] != after[0]), "order")


def _is_ordered(path: Path) -> bool:
    known = list(words(path))
    return bool(known) and known[-1] == (len(path) - 1, path[-1]) and path[-1] in _ORDERED


def _order(keys: Mapping[str, Any], others: Mapping[str, Any]) -> list[str]:
    return [key for key in keys if key in others]


def _values(old: Any, new: Any, path: Path) -> Iterator[Change]:
    if old is not MISSING and new is not MISSING and _same(old, new):
        return
    if _goes_deeper(old, new, path):
        before, after = ({} if value is MISSING else value for value in (old, new))
        yield from _mappings(before, after, path)
        return
    before, after = (None if value is MISSING else value for value in (old, new))
    if before is None and after is None:
        return
    what: What = "added" if before is None else "removed" if after is None else "changed"
    yield Change(path, before, after, gravity(old, new, path), what)


def _same(old: Any, new: Any) -> bool:
    """Equal, in the same order and of the same type: 1 is not True and not 1.0."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return list(old) == list(new) and all(_same(old[key], new[key]) for key in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_same, old, new))
    return type(old) is type(new) and bool(old == new)


def _goes_deeper(old: Any, new: Any, path: Path) -> bool:
    """Into what both have; and into a section that only one has, so that each entry of it counts for itself."""
    known = [value for value in (old, new) if value is not MISSING]
    if not all(isinstance(value, Mapping) for value in known):
        return False
    return len(known) == 2 or own_key(path) is None
