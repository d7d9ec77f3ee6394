"""Paths into a document: which of their segments are words of the language and which are the city's own keys."""

from collections.abc import Iterator, Mapping
from typing import Any

Path = tuple[str | int, ...]

# After one of these words stands a key of the city's own, which may be spelt like a word of the language.
KEYED = frozenset(
    {
        "form", "fields", "states", "transitions", "input", "checklists", "items", "work_orders", "clocks", "calc",
        "options", "access", "targets", "migrate", "scenarios", "to", "require", "budget", "priority", "at",
    }
)  # fmt: skip


def words(path: Path) -> Iterator[tuple[int, str]]:
    """Position and word of each segment that belongs to the language."""
    own = False
    for index, segment in enumerate(path):
        if own:
            own = False
            continue
        yield index, str(segment)
        own = segment in KEYED


def own_key(path: Path) -> str | None:
    """The word that the last segment is a key under: "fields" for a question; None when it is no such key."""
    known = list(words(path))
    last, word = known[-1] if known else (-1, "")
    return word if last == len(path) - 2 and word in KEYED else None


def field_keys(document: Mapping[str, Any]) -> set[str]:
    """Keys of all fields of the form."""
    return set(fields(document))


def fields(document: Mapping[str, Any]) -> dict[str, Any]:
    """Every field of the form by its key; what does not fit the language is left out."""
    pages = document.get("form")
    found: dict[str, Any] = {}
    for page in pages.values() if isinstance(pages, Mapping) else ():
        inner = page.get("fields") if isinstance(page, Mapping) else None
        found.update(inner if isinstance(inner, Mapping) else {})
    return found


def page_of(document: Mapping[str, Any]) -> dict[str, str]:
    """The page of each question; what does not fit the language is left out."""
    pages = document.get("form")
    if not isinstance(pages, Mapping):
        return {}
    return {
        key: name
        for name, page in pages.items()
        if isinstance(page, Mapping) and isinstance(page.get("fields"), Mapping)
        for key in page["fields"]
    }


def at(document: Any, path: Path) -> Any:
    """What stands there; None when nothing does."""
    for segment in path:
        document = document.get(segment) if isinstance(document, Mapping) else None
    return document
