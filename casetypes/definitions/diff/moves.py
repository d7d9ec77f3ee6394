"""Questions that stand on another page now: they keep their answers, so nothing was taken away."""

from collections.abc import Mapping
from typing import Any

from casetypes.definitions.diff.gravity import ChangeClass
from casetypes.definitions.diff.paths import Path, page_of

Document = Mapping[str, Any]
Move = tuple[Path, str, str, ChangeClass]


def with_moved_questions(old: Document, new: Document) -> tuple[Document, list[Move]]:
    """The old document with each question on the page where it stands now, and the moves: path, from, to, class.

    A move from or to a page with a condition decides who is asked: that is a rule.
    """
    was, now = page_of(old), page_of(new)
    moved = {key: page for key, page in now.items() if key in was and was[key] != page}
    if not moved:
        return old, []
    pages = {key: _with_fields(page, moved, own=key) for key, page in old["form"].items()}
    for key, page in moved.items():
        target = pages.get(page)
        if not isinstance(target, Mapping) or not isinstance(target.get("fields"), Mapping):
            target = {**new["form"][page], "fields": {}}
        pages[page] = {**target, "fields": {**target["fields"], key: old["form"][was[key]]["fields"][key]}}
    pages = {key: page for key, page in pages.items() if key in new["form"] or _asks(page)}
    told: list[Move] = [
        (("form", page, "fields", key), was[key], page, _gravity(old, new, was[key], page))
        for key, page in moved.items()
    ]
    return {**old, "form": _as_now(pages, new["form"])}, told


def _as_now(pages: dict[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Moved questions and new pages stand where they stand now: a move is told once, not as another order too."""
    for key, page in pages.items():
        order = list((now.get(key) or {}).get("fields") or {})
        if not isinstance(page, Mapping) or not isinstance(page.get("fields"), Mapping):
            continue
        pages[key] = {**page, "fields": _sorted(page["fields"], order)}
    return pages


def _sorted(values: Mapping[str, Any], order: list[str]) -> dict[str, Any]:
    place = {key: index for index, key in enumerate(order)}
    return {key: values[key] for key in sorted(values, key=lambda key: place.get(key, len(place)))}


def _gravity(old: Document, new: Document, was: str, now: str) -> ChangeClass:
    conditions = (old["form"][was].get("when"), new["form"][now].get("when"))
    return "rule" if any(conditions) else "text"


def _with_fields(page: Any, moved: Mapping[str, str], *, own: str) -> Any:
    if not isinstance(page, Mapping) or not isinstance(page.get("fields"), Mapping):
        return page
    stay = {key: value for key, value in page["fields"].items() if moved.get(key, own) == own}
    return {**page, "fields": stay}


def _asks(page: Any) -> bool:
    return not isinstance(page, Mapping) or bool(page.get("fields"))
