"""How grave one change is, from where it stands and what came or went there."""

from collections.abc import Mapping
from typing import Any, Literal

from casetypes.definitions.diff.paths import Path, own_key, words

ChangeClass = Literal["text", "addition", "rule", "removal"]
GRAVITY: tuple[ChangeClass, ...] = ("text", "addition", "rule", "removal")
MISSING = object()

# What people read, wherever it stands. `scenarios` prove a definition and decide nothing; `use` names fragments, whose
# content is compared where it stands; `effective` says on what ground a version stands; `queue` is how a list looks.
_TEXTS = frozenset(
    {
        "title", "summary", "about", "label", "help", "intro", "because", "else", "pattern_hint", "text", "unit",
        "scenarios", "use", "effective", "queue", "languages",
    }
)  # fmt: skip
_ENTRIES = frozenset(
    {
        "form", "fields", "states", "transitions", "checklists", "items", "work_orders", "clocks", "calc", "options",
        "input",
    }
)  # fmt: skip


def gravity(old: Any, new: Any, path: Path) -> ChangeClass:
    """`old` or `new` is MISSING when nothing stood there, or nothing stands there any more."""
    if is_text(path):
        return "text"
    if path[0] == "migrate":
        return "addition"
    if own_key(path) in _ENTRIES:
        if new is MISSING:
            return "rule" if _answers_are_kept_elsewhere(path) else "removal"
        if old is MISSING:
            return "rule" if asks_more(new) else "addition"
    return "rule"


def order_gravity(path: Path, first_differs: bool) -> ChangeClass:
    """Of the order of entries: the first state starts a case, the first branch that holds is taken."""
    last = path[-1]
    if last in {"to", "budget", "priority"} or (path == ("states",) and first_differs):
        return "rule"
    return "text"


def is_text(path: Path) -> bool:
    """A text for people, or one of the few things that decide nothing."""
    known = list(words(path))
    if any(word in _TEXTS for _index, word in known):
        return True
    return any(word == "options" and len(path) > index + 2 for index, word in known)


def _answers_are_kept_elsewhere(path: Path) -> bool:
    """What is asked on a transition stays in the event of that move: no case can miss it."""
    return any(word == "input" for _index, word in words(path))


def asks_more(entry: Any) -> bool:
    """Whether a new field, or one in a new page, must be answered."""
    if not isinstance(entry, Mapping):
        return False
    if entry.get("required") is True or entry.get("must_be") is not None:
        return True
    inner = entry.get("fields")
    return isinstance(inner, Mapping) and any(asks_more(field) for field in inner.values())
