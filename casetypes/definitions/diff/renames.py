"""States and fields that go on under another key: what `migrate` says of them, and the old document in new words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from casetypes.definitions.diff.paths import field_keys

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Renames:
    """Old key → new key of what is gone under the one and new under the other."""

    states: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.states or self.fields)


def renames(old: Document, new: Document, number: int | None = None) -> Renames:
    """`number` is the version of `old`; without it every rule of `migrate` is looked at."""
    return Renames(
        _of("states", set(_mapping(old, "states")), set(_mapping(new, "states")), new, number),
        _of("fields", field_keys(old), field_keys(new), new, number),
    )


def destinations(new: Document, section: str, number: int | None) -> dict[str, str]:
    """Where `migrate` sends each key of an older version, also to a state that was there before."""
    rules = _mapping(new, "migrate")
    chosen = [rules.get(f"from {number}")] if number is not None else list(rules.values())
    found: dict[str, str] = {}
    for rule in chosen:
        pairs = _mapping(rule, section).items() if isinstance(rule, Mapping) else ()
        found.update({str(was): now for was, now in pairs if isinstance(now, str)})
    return found


def removed(old: Document, new: Document) -> dict[str, set[str]]:
    """Keys that running cases may hold and the new document lacks: {"states": {…}, "fields": {…}, "clocks": {…}}."""
    return {
        "states": set(_mapping(old, "states")) - set(_mapping(new, "states")),
        "fields": field_keys(old) - field_keys(new),
        "clocks": set(_mapping(old, "clocks")) - set(_mapping(new, "clocks")),
    }


def _of(section: str, old: set[str], new: set[str], document: Document, number: int | None) -> dict[str, str]:
    pairs = destinations(document, section, number)
    targets = list(pairs.values())
    return {
        was: now
        for was, now in pairs.items()
        if was in old - new and now in new - old and targets.count(now) == 1
    }


def _mapping(document: Any, key: str) -> Mapping[str, Any]:
    value = document.get(key) if isinstance(document, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def in_new_words(old: Document, known: Renames) -> Document:
    """The old document with renamed keys under their new names, wherever they are named."""
    return _Renamer(known).document(old) if known else old


class _Renamer:
    """Keys under `states` and `fields`, lists of states, and fields inside expressions and columns."""

    _STATES = frozenset({"from", "open_in", "runs_in", "pauses_in", "in", "goto", "to"})

    def __init__(self, known: Renames) -> None:
        self.known = known
        self.expressions = [
            (re.compile(rf"\bform\.{re.escape(was)}\b"), f"form.{now}") for was, now in known.fields.items()
        ]

    def document(self, value: Any, word: str = "") -> Any:
        if isinstance(value, Mapping):
            names = self._keys(word)
            return {names.get(key, key): self.document(each, str(key)) for key, each in value.items()}
        if isinstance(value, list):
            return [self.document(each, word) for each in value]
        return self._text(value, word) if isinstance(value, str) else value

    def _keys(self, word: str) -> dict[str, str]:
        if word == "states":
            return self.known.states
        return self.known.fields if word in {"fields", "access"} else {}

    def _text(self, value: str, word: str) -> str:
        if word in self._STATES:
            return self.known.states.get(value, value)
        if word == "show":
            return self.known.fields.get(value, value)
        for pattern, replacement in self.expressions:
            value = pattern.sub(replacement, value)
        return value
