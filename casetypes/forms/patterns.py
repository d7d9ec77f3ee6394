"""Regular expressions of definitions: only those that cannot explode, matched against short texts only."""

import math
import re
from functools import cache
from re import _constants as op  # type: ignore[attr-defined]  # the parser that `re` itself uses; there is no public one
from re import _parser  # type: ignore[attr-defined]
from typing import Annotated, Any

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from casetypes.kernel.phrases import Phrase, phrase

MAX_PATTERN = 200
MAX_TEXT = 500
MOST_WAYS = 3 * math.log2(MAX_TEXT + 1) + 1  # three repetitions without an upper bound

_REPEATS = {op.MAX_REPEAT, op.MIN_REPEAT}
_GROUP_REFERENCES = {op.GROUPREF, op.GROUPREF_EXISTS}


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text has the pattern's form; a text over 500 characters never has."""
    return len(text) <= MAX_TEXT and _compiled(pattern).fullmatch(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def danger(pattern: str) -> Phrase | None:
    """Why the pattern may take for ever on a hostile text, or None. Raises re.error when it is no pattern."""
    if len(pattern) > MAX_PATTERN:
        return phrase("it is longer than %(limit)s characters", limit=MAX_PATTERN)
    tree = _parser.parse(pattern)
    if _contains(tree, _GROUP_REFERENCES):
        return phrase("it refers back to a group")
    if _nested(tree, inside=False):
        return phrase("a repetition stands inside another repetition")
    if _ways(tree) > MOST_WAYS:
        return phrase(
            "it leaves too much open: too many repetitions, or too many choices one after the other"
        )
    return None


def _parts(node: Any) -> list[Any]:
    """The sub-patterns of a parsed node, whatever shape its argument has."""
    if isinstance(node, _parser.SubPattern):
        return list(node.data)
    if isinstance(node, list | tuple):
        return list(node)
    return []


def _contains(node: Any, codes: set[Any]) -> bool:
    if isinstance(node, tuple) and node and node[0] in codes:
        return True
    return any(_contains(part, codes) for part in _parts(node))


def _is_repeat(node: Any) -> bool:
    return isinstance(node, tuple) and len(node) == 2 and node[0] in _REPEATS


def _nested(node: Any, *, inside: bool) -> bool:
    """A repetition of changing length (or a choice) within an unbounded one: the shape that explodes."""
    if _is_repeat(node):
        low, high, body = node[1]
        if inside and low != high:
            return True
        return _nested(body, inside=inside or high is op.MAXREPEAT)
    if inside and isinstance(node, tuple) and node and node[0] is op.BRANCH:
        return True
    return any(_nested(part, inside=inside) for part in _parts(node))


def _ways(node: Any) -> float:
    """Into how many parts a text may be divided while it is tried, as a logarithm: what lies open multiplies.

    A repetition without an upper bound may end anywhere in the text; a choice has as many ways as answers; what is
    repeated a fixed number of times has the ways of its inside each time.
    """
    if _is_repeat(node):
        low, high, body = node[1]
        most = MAX_TEXT if high is op.MAXREPEAT else min(int(high), MAX_TEXT)
        inside = _ways(body) * (1 if high is op.MAXREPEAT else most)
        return inside + math.log2(max(most - int(low), 0) + 1)
    own = math.log2(len(node[1][1])) if isinstance(node, tuple) and node and node[0] is op.BRANCH else 0.0
    return own + sum(_ways(part) for part in _parts(node))


def _checked(pattern: str) -> str:
    try:
        reason = danger(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        why = phrase("this is not a regular expression")
        hint = phrase("Look for a bracket or parenthesis that is not closed.")
        raise PydanticCustomError("unsafe-pattern", "{why}", {"why": why, "hint": hint}) from error
    if reason:
        raise PydanticCustomError(
            "unsafe-pattern",
            "{why}",
            {"why": phrase("this regular expression can take for ever: %(why)s", why=reason)},
        )
    return pattern


SafePattern = Annotated[str, AfterValidator(_checked)]
