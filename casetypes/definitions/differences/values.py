"""Single values in words: yes and no, spans of time, roles, names, conditions; long texts cut to what differs."""

import re
from collections.abc import Callable
from itertools import takewhile
from typing import Any

from django.utils.translation import pgettext, pgettext_lazy

from casetypes.definitions.diff.gravity import is_text
from casetypes.definitions.diff.paths import Path
from casetypes.definitions.differences.names import CONTEXT, Names, quoted
from casetypes.definitions.graph.words import span_in_words, written
from casetypes.kernel.business_time import Span, SpanError

LONG = 100  # characters; of longer texts only what differs is shown
AROUND = 4  # equal words left on both sides of it
ENDINGS = {
    "done": pgettext_lazy("difference", "done"),
    "declined": pgettext_lazy("difference", "declined"),
    "duplicate": pgettext_lazy("difference", "duplicate"),
    "withdrawn": pgettext_lazy("difference", "withdrawn"),
    "referred_out": pgettext_lazy("difference", "referred to somebody else"),
}
PRIORITIES = {
    "low": pgettext_lazy("difference", "low"),
    "normal": pgettext_lazy("difference", "normal"),
    "high": pgettext_lazy("difference", "high"),
    "critical": pgettext_lazy("difference", "critical"),
}
LANGUAGE_CODE = 2  # letters
KEPT_AS_WRITTEN = {
    "basis", "legal_basis", "requirements", "near_case", "radius", "sla", "target", "baseline", "closed_in_bulk",
    "pattern", "unit",
}  # fmt: skip
_STATES = ("open_in", "runs_in", "pauses_in", "goto", "to", "in", "from")
_OF_CITY = {"desk": "desks", "steward": "departments", "category": "categories", "calendar": "calendars"}
_EXPRESSION = re.compile(r"\b(?:form|calc|case|actor|input|checklist|evidence|clock)\.[a-z_]")
_BRACKETS = str.maketrans("[]{}", "()()")
_KEY = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)+|[a-z][a-z0-9]*(?:\.[a-z_][a-z0-9_]*)+")


def in_words(value: Any, path: Path, names: Names) -> str:
    """One value by the word of the language it stands under; what has no words of its own is quoted."""
    if isinstance(value, bool):
        return pgettext(CONTEXT, "yes") if value else pgettext(CONTEXT, "no")
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return ", ".join(in_words(member, path, names) for member in value)
    word = next((segment for segment in reversed(path) if isinstance(segment, str)), "")
    return _text(str(value), word, path, names)


def _text(value: str, word: str, path: Path, names: Names) -> str:
    if (speak := _speaker(word, path, names)) is not None:
        return speak(value)
    if word in {"final", "is"} and (known := {**ENDINGS, **PRIORITIES}.get(value)):
        return quoted(str(known))
    if word in KEPT_AS_WRITTEN or (is_text(path) and len(word) == LANGUAGE_CODE):
        return quoted(value)
    return span(value) or quoted(_readable(value, names))


def _speaker(word: str, path: Path, names: Names) -> Callable[[str], str] | None:
    """Who knows the words for what stands under this word of the language."""
    if (word == "is" and path[0] == "calc") or word in {"when", "that", "only_if"}:
        return lambda text: quoted(names.condition(text))
    if word == "from" and path[0] != "transitions":
        return None
    if word in _OF_CITY:
        return lambda key: names.of_city(_OF_CITY[word], key)
    speakers: dict[str, Callable[[str], str]] = {
        **dict.fromkeys(("by", "read", "readers"), names.role),
        **dict.fromkeys(_STATES, names.state),
        **dict.fromkeys(("stops", "starts", "not_by"), names.step),
        "public": names.status,
        "show": names.question,
        "checklist": lambda key: quoted(names.at(("checklists", key))),
    }
    return speakers.get(word)


def _readable(value: str, names: Names) -> str:
    """A key as words, an expression by the names of what it asks for; anything else as it is written."""
    if _KEY.fullmatch(value):
        return written(value.replace("-", " ").replace(".", " "))
    words = names.condition(value) if _EXPRESSION.search(value) else value
    return re.sub(r"(?<=\w)_(?=\w)", " ", words).translate(_BRACKETS)


def span(value: Any) -> str:
    """ "5 working days" in the reader's language; "" for what is no span of time."""
    text = str(value)
    after = text.endswith(" after closing")
    try:
        words = span_in_words(str(Span.parse(text.removesuffix(" after closing"))))
    except (SpanError, AttributeError):
        return ""
    return pgettext(CONTEXT, "%(span)s after closing") % {"span": words} if after else words


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Of two long texts the words that differ, with a few equal ones around them."""
    if max(len(before), len(after)) <= LONG:
        return before, after
    old, new = before.split(" "), after.split(" ")
    head = _equal(old, new)
    tail = _equal(old[head:][::-1], new[head:][::-1])
    first, last = max(head - AROUND, 0), max(tail - AROUND, 0)
    return _cut(old, first, last), _cut(new, first, last)


def _equal(old: list[str], new: list[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _cut(words: list[str], first: int, last: int) -> str:
    kept = " ".join(words[first : len(words) - last])
    return f"{'… ' if first else ''}{kept}{' …' if last else ''}"
