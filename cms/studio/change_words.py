"""One change of a draft in words: whose it is, and each single value in it before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from casetypes.definitions.diff import Change, Path, is_budget, leaves
from casetypes.definitions.graph.words import span_in_words
from casetypes.definitions.loader.validation import dotted
from casetypes.kernel.business_time import Span, SpanError
from casetypes.kernel.text import pick

LONG = 100  # characters; of longer texts only what differs is shown
AROUND = 4  # equal words left on both sides of it
OWNERS = {
    "states": gettext_lazy("State"),
    "transitions": gettext_lazy("Step"),
    "clocks": gettext_lazy("Deadline"),
    "checklists": gettext_lazy("Checklist"),
    "work_orders": gettext_lazy("Work order"),
    "calc": gettext_lazy("Computed value"),
    "scenarios": gettext_lazy("Example story"),
}
KEYS = {
    "title": pgettext_lazy("key", "name"),
    "summary": pgettext_lazy("key", "summary"),
    "duration": pgettext_lazy("key", "how long it takes"),
    "cost": pgettext_lazy("key", "cost"),
    "legal_basis": pgettext_lazy("key", "legal basis"),
    "label": pgettext_lazy("key", "wording"),
    "help": pgettext_lazy("key", "help"),
    "intro": pgettext_lazy("key", "introduction"),
    "because": pgettext_lazy("key", "reason"),
    "text": pgettext_lazy("key", "text"),
    "budget": pgettext_lazy("key", "time allowed"),
    "by": pgettext_lazy("key", "who may do it"),
    "required": pgettext_lazy("key", "answer required"),
}
LANGUAGES = {"es": pgettext_lazy("key", "Spanish"), "en": pgettext_lazy("key", "English")}


@dataclass(frozen=True)
class Part:
    """One value that differs; `label` says which, "" when the change has no other."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Said:
    """One change. `verb` is added, removed or changed, in words; a change without values has no parts."""

    owner: str
    place: str
    verb: str
    parts: list[Part]


def said(change: Change, old: Mapping[str, Any], new: Mapping[str, Any], language: str) -> Said:
    """`old` and `new` are the documents, which name what the change belongs to."""
    verb = _("added") if change.before is None else _("removed") if change.after is None else _("changed")
    found = leaves(change)
    parts = [_part(leaf, change.path) for leaf in found]
    place = found[0].path if len(found) == 1 and not is_budget(change.path) else change.path
    return Said(_owner(change.path, old, new, language), dotted(place), verb, parts)


def _owner(path: Path, old: Mapping[str, Any], new: Mapping[str, Any], language: str) -> str:
    if path[0] in OWNERS and len(path) > 1:
        return _named(str(OWNERS[str(path[0])]), path[:2], "title", old, new, language)
    if path[0] == "form" and len(path) > 3:
        return _named(_("Question"), path[:4], "label", old, new, language)
    if path[0] == "form" and len(path) > 1:
        return _named(_("Page of the form"), path[:2], "title", old, new, language)
    return _("The service")


def _named(
    kind: str, path: Path, key: str, old: Mapping[str, Any], new: Mapping[str, Any], language: str
) -> str:
    """ "Deadline “Resolution”": the name people know it by, else its key."""
    texts = _at(new, (*path, key)) or _at(old, (*path, key))
    name = pick(texts, language) if isinstance(texts, Mapping) else ""
    return _("%(kind)s “%(name)s”") % {"kind": kind, "name": name or path[-1]}


def _at(document: Any, path: Path) -> Any:
    for segment in path:
        document = document.get(segment) if isinstance(document, Mapping) else None
    return document


def _part(leaf: Change, path: Path) -> Part:
    if is_budget(leaf.path[:3]):
        condition = str(leaf.path[3]) if len(leaf.path) > 3 else None
        return Part(_branch(condition), _time(leaf.before), _time(leaf.after))
    before, after = _excerpts(_value(leaf.before), _value(leaf.after))
    return Part(_label(leaf.path, path), before, after)


def _branch(condition: str | None) -> str:
    if condition is None:
        return ""
    return _("if %(condition)s") % {"condition": condition} if condition else pgettext("key", "normally")


def _time(span: Any) -> str:
    """ "5 working days" in the reader's language; what is no span stays as it was written."""
    try:
        return span_in_words(str(Span.parse(span)))
    except (SpanError, AttributeError):
        return _value(span)


def _label(leaf: Path, path: Path) -> str:
    """ "how long it takes (Spanish)"; for keys that have no words the rest of the path."""
    *keys, last = leaf
    language = LANGUAGES.get(str(last)) if keys and keys[-1] in KEYS else None
    key = keys[-1] if language else last
    inner = leaf[len(path) : -1 if language else None]
    words = str(KEYS[str(key)]) if key in KEYS and len(inner) <= 2 else dotted(inner)
    if language:
        return _("%(part)s (%(language)s)") % {"part": words or KEYS[str(key)], "language": language}
    return words


def _value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return pgettext("key", "yes") if value else pgettext("key", "no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _excerpts(before: str, after: str) -> tuple[str, str]:
    """Of two long texts the words that differ, with a few equal ones around them."""
    if not before or not after or max(len(before), len(after)) <= LONG:
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
