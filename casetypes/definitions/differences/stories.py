"""Example stories that came, went or change: together, for they prove the service and decide nothing."""

from collections.abc import Iterable, Iterator

from django.utils.translation import npgettext, pgettext

from casetypes.definitions.diff import Change
from casetypes.definitions.differences.names import CONTEXT, Names
from casetypes.definitions.differences.owners import owner_of, sentence
from casetypes.definitions.differences.telling import tell

NAMED = 3  # of more of them only how many there are


def is_story(change: Change) -> bool:
    return change.path[0] == "scenarios" and len(change.path) > 1


def tell_stories(found: Iterable[Change], names: Names) -> Iterator[tuple[Change, list[str]]]:
    """For each thing that befell stories one change and its sentences, however many stories and lines of them."""
    stories = {change.path[:2]: change for change in found}
    by_fate: dict[str, list[Change]] = {}
    for change in stories.values():
        whole = len(change.path) == 2 and change.what in {"added", "removed"}
        by_fate.setdefault(change.what if whole else "changed", []).append(change)
    for fate, alike in by_fate.items():
        yield alike[0], [_together(fate, alike, names)] if len(alike) > 1 else tell(alike[0], names)


def _together(fate: str, alike: list[Change], names: Names) -> str:
    named = [owner_of(change.path)[0].name(names) for change in alike]
    count = len(named)
    template = {
        "added": npgettext(CONTEXT, "%(count)s example story is added: %(names)s.",
                           "%(count)s example stories are added: %(names)s.", count),
        "removed": npgettext(CONTEXT, "%(count)s example story is removed: %(names)s.",
                             "%(count)s example stories are removed: %(names)s.", count),
        "changed": npgettext(CONTEXT, "%(count)s example story changes: %(names)s.",
                             "%(count)s example stories change: %(names)s.", count),
    }[fate]  # fmt: skip
    shown = ", ".join(named[:NAMED])
    if count > NAMED:
        more = pgettext(CONTEXT, "%(names)s and %(count)s more")
        shown = more % {"names": shown, "count": count - NAMED}
    return sentence(template, count=str(count), names=shown)
