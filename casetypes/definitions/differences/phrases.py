"""Sentences about lists, which every section needs: a member came, went, or stands elsewhere."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import pgettext

from casetypes.definitions.diff import Change
from casetypes.definitions.differences.names import CONTEXT
from casetypes.definitions.differences.owners import sentence


def members(change: Change) -> tuple[list[Any], list[Any]]:
    """What came and what went; a value that is no list counts as its only member."""
    old, new = (_list(value) for value in (change.before, change.after))
    return [one for one in new if one not in old], [one for one in old if one not in new]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def came_and_went(
    change: Change, came: str, went: str, say: Callable[[Any], str], **values: str
) -> list[str]:
    """One sentence per member; the templates take %(member)s. [] when only the order differs."""
    new, old = members(change)
    return [
        *(sentence(came, member=say(one), **values) for one in new),
        *(sentence(went, member=say(one), **values) for one in old),
    ]


def in_another_order(what: str, order: list[str]) -> str:
    template = pgettext(CONTEXT, "%(what)s now stand in this order: %(order)s.")
    return sentence(template, what=what, order=", ".join(order))
