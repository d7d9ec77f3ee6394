"""What changed between two documents of one service, and how grave it is.

A change is `text` (what people read; applies at once), `addition` (something new that takes nothing away), `rule`
(what decides: conditions, roles, deadlines; for new cases only) or `removal` (a state, field, transition, checklist or
clock that running cases may need; asks for migration rules). `leaves` takes a change apart into single values.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

ChangeClass = Literal["text", "addition", "rule", "removal"]
GRAVITY: tuple[ChangeClass, ...] = ("text", "addition", "rule", "removal")
Path = tuple[str | int, ...]

_TEXT_KEYS = {"title", "summary", "about", "label", "help", "intro", "because", "else", "pattern_hint", "scenarios",
              "text"}  # fmt: skip
_COLLECTIONS = {"states", "transitions", "checklists", "clocks", "form", "work_orders", "calc"}
_MISSING = object()


@dataclass(frozen=True)
class Change:
    """One place that differs; `before` or `after` is None when it was not or is no longer there."""

    path: Path
    before: Any
    after: Any
    kind: ChangeClass


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Every difference, in the order of the new document."""
    return list(_mappings(old, new, ()))


def classify(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> ChangeClass | Literal["first"]:
    """The gravest change; "first" when there was no version before, "text" when nothing differs."""
    if old is None:
        return "first"
    return max((change.kind for change in changes(old, new)), key=GRAVITY.index, default="text")


def removed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, set[str]]:
    """Keys that running cases may hold and the new document lacks: {"states": {…}, "fields": {…}, "clocks": {…}}."""
    return {
        "states": set(old.get("states", {})) - set(new.get("states", {})),
        "fields": field_keys(old) - field_keys(new),
        "clocks": set(old.get("clocks", {})) - set(new.get("clocks", {})),
    }


def field_keys(document: Mapping[str, Any]) -> set[str]:
    """Keys of all fields of the form."""
    return {key for page in document.get("form", {}).values() for key in page.get("fields", {})}


def _mappings(old: Mapping[str, Any], new: Mapping[str, Any], path: Path) -> Iterator[Change]:
    for key in [*new, *(key for key in old if key not in new)]:
        yield from _values(old.get(key, _MISSING), new.get(key, _MISSING), (*path, key))
    if _meaningful_order(path) and _order(old, new) != _order(new, old):
        yield Change(path, list(old), list(new), "text" if path == ("form",) else "rule")


def _meaningful_order(path: Path) -> bool:
    """The first state starts a case; pages and fields are shown in order."""
    return path in {("states",), ("form",)} or (len(path) == 3 and path[0] == "form")


def _order(keys: Mapping[str, Any], others: Mapping[str, Any]) -> list[str]:
    return [key for key in keys if key in others]


def _values(old: Any, new: Any, path: Path) -> Iterator[Change]:
    if isinstance(old, Mapping) and isinstance(new, Mapping) and not _is_text(path):
        yield from _mappings(old, new, path)
        return
    if old == new:
        return
    before, after = (None if value is _MISSING else value for value in (old, new))
    yield Change(path, before, after, _kind(old, new, path))


def _kind(old: Any, new: Any, path: Path) -> ChangeClass:
    if _is_text(path):
        return "text"
    if _is_entry(path):
        if new is _MISSING:
            return "removal"
        if old is _MISSING:
            return "rule" if _asks_more(new) else "addition"
    return "rule"


def _is_text(path: Path) -> bool:
    """Texts for people, wherever they stand; `scenarios` prove a definition and decide nothing."""
    own_keys = _key_positions(path)
    return any(segment in _TEXT_KEYS for index, segment in enumerate(path) if index not in own_keys)


def _key_positions(path: Path) -> set[int]:
    """Positions of the city's own keys, which may be named like a key of the language."""
    if path[0] == "form":
        return {1, 3}
    return {1} if path[0] in _COLLECTIONS else set()


def _is_entry(path: Path) -> bool:
    """A whole state, transition, page, field, checklist item …, or an option of a choice."""
    in_collection = len(path) == 2 and path[0] in _COLLECTIONS
    in_page = len(path) == 4 and path[0] == "form" and path[2] == "fields"
    is_option = len(path) >= 2 and path[-2] == "options"
    in_checklist = len(path) == 4 and path[0] == "checklists" and path[2] == "items"
    return in_collection or in_page or is_option or in_checklist


def _asks_more(entry: Any) -> bool:
    """A new required field changes what a citizen must say."""
    return isinstance(entry, Mapping) and entry.get("required") is True


def leaves(change: Change) -> list[Change]:
    """The single values that differ within a change, each at its own path; [] for an empty entry.

    A budget of several branches yields one leaf per branch that differs: the condition is the last segment of its path,
    "" for the branch without one. Of a list, members that came or went; its order as two lists.
    """
    found = _leaves(change.before, change.after, change.path)
    return [Change(path, before, after, change.kind) for path, before, after in found]


Leaf = tuple[Path, Any, Any]


def _leaves(old: Any, new: Any, path: Path) -> Iterator[Leaf]:
    if old == new:
        return
    if is_budget(path):
        yield from _branches(old, new, path)
    elif _all(Mapping, old, new):
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


def is_budget(path: Path) -> bool:
    """Where the time stands that a clock allows: one span, or branches with conditions."""
    return len(path) == 3 and path[0] == "clocks" and path[2] == "budget"


def _branches(old: Any, new: Any, path: Path) -> Iterator[Leaf]:
    before, after = _by_condition(old), _by_condition(new)
    if not (before.keys() | after.keys()) - {""}:
        yield path, before.get(""), after.get("")
        return
    for condition in [*after, *(key for key in before if key not in after)]:
        if before.get(condition) != after.get(condition):
            yield (*path, condition), before.get(condition), after.get(condition)
    if _order(before, after) != _order(after, before):
        yield path, _order(before, after), _order(after, before)


def _by_condition(budget: Any) -> dict[str, str]:
    """Span by condition, the first of each counts; a text that does not fit the language is taken as it is."""
    rules = budget if isinstance(budget, list) else [] if budget is None else [{"is": budget}]
    found: dict[str, str] = {}
    for rule in rules:
        when, span = (rule.get("when") or "", rule.get("is")) if isinstance(rule, Mapping) else ("", rule)
        found.setdefault(str(when), str(span))
    return found
