"""Lists whose members have an identity, as mappings: so a branch is compared with itself, wherever it stands."""

import re
from collections.abc import Mapping
from typing import Any

from casetypes.definitions.diff.paths import Path, words

# word of the language → the key that tells its members apart
_IDENTITY = {"to": "when", "budget": "when", "priority": "when", "require": "that"}
_SHORT = {"to": "goto", "budget": "is"}
UNCONDITIONAL = ""  # the identity of the member without a condition
_AGAIN = re.compile(r" \(\d+\)")


def is_unconditional(identity: str) -> bool:
    """Also a second member without a condition, which is never reached."""
    return identity == UNCONDITIONAL or bool(_AGAIN.fullmatch(identity))


def keyed(document: Any, path: Path = ()) -> Any:
    """The document with branches, budgets, priority rules and requirements as mappings by their condition.

    A condition that stands twice gets a number after it; what does not fit the language stays as it is.
    """
    word = _word(path)
    if word in _IDENTITY and (members := _members(word, document)) is not None:
        document = _by_identity(members, _IDENTITY[word])
    if isinstance(document, Mapping):
        return {key: keyed(value, (*path, key)) for key, value in document.items()}
    return document


def _word(path: Path) -> str:
    """The word at the end of a path that may hold such a list."""
    if not path or path[-1] not in _IDENTITY:
        return ""
    index, word = list(words(path))[-1]
    fits = {
        "to": path[0] == "transitions",
        "require": path[0] == "transitions",
        "budget": path[0] == "clocks",
    }
    return word if index == len(path) - 1 and fits.get(word, len(path) == 1) else ""


def _members(word: str, value: Any) -> list[Mapping[str, Any]] | None:
    if isinstance(value, str) and word in _SHORT:
        return [{_SHORT[word]: value}]
    name = _IDENTITY[word]
    fits = isinstance(value, list) and all(
        isinstance(member, Mapping) and isinstance(member.get(name), str | None) for member in value
    )
    return value if fits else None


def _by_identity(members: list[Mapping[str, Any]], name: str) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for member in members:
        identity = key = member.get(name) or UNCONDITIONAL
        number = 1
        while key in found:
            number += 1
            key = f"{identity} ({number})"
        found[key] = member
    return found
