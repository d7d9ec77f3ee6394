"""An expression in words: what a steward reads instead of `form.profundidad_cm > 10`."""

import re
from collections.abc import Callable

from django.utils.translation import pgettext

CONTEXT = "difference"
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<has>\bhas\(\s*(?P<inner>[\w.]+)\s*\))"""
    r"""|(?P<path>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?P<number>\d+(?:\.\d+)?)|(?P<sign>&&|\|\||[=!<>]=|\S)|(?P<space>\s+)"""
)

Naming = Callable[[str], str]  # "form.profundidad_cm" → "“Profundidad (cm)”"


def in_words(expression: str, name: Naming) -> str:
    """Word by word, in the active language; `name` says what a path is called. Never raises."""
    words = [_token(found, name) for found in _TOKEN.finditer(expression)]
    text = re.sub(r"\s+", " ", "".join(words)).strip()
    return re.sub(r"\( | (?=[),.])", lambda found: found[0].strip(), text)


def _token(found: re.Match[str], name: Naming) -> str:
    kind = found.lastgroup or ""
    if found["has"]:
        return pgettext(CONTEXT, "%(name)s is answered") % {"name": name(found["inner"])}
    if kind == "text":
        return pgettext(CONTEXT, "“%(text)s”") % {"text": _plain(found[0][1:-1])}
    if kind == "path":
        return _path(found[0], name)
    if kind == "sign":
        return _signs().get(found[0], found[0])
    return found[0]


def _path(path: str, name: Naming) -> str:
    known = {
        "true": pgettext(CONTEXT, "yes"),
        "false": pgettext(CONTEXT, "no"),
        "in": pgettext(CONTEXT, "is one of"),
        "null": pgettext(CONTEXT, "nothing"),
        "size": pgettext(CONTEXT, "the number of"),
    }
    return known.get(path) or name(path)


def _plain(text: str) -> str:
    """A key inside quotes, such as "camino_rural", as words."""
    return text.replace("_", " ")


def _signs() -> dict[str, str]:
    return {
        "&&": pgettext(CONTEXT, "and"),
        "||": pgettext(CONTEXT, "or"),
        "!": pgettext(CONTEXT, "not") + " ",
        "==": pgettext(CONTEXT, "is"),
        "!=": pgettext(CONTEXT, "is not"),
        ">": pgettext(CONTEXT, "is more than"),
        "<": pgettext(CONTEXT, "is less than"),
        ">=": pgettext(CONTEXT, "is at least"),
        "<=": pgettext(CONTEXT, "is at most"),
        "?": "→",
        ":": pgettext(CONTEXT, "; otherwise"),
        "[": "(",
        "]": ")",
        ".": " ",
        "_": " ",
        "{": "(",
        "}": ")",
    }
