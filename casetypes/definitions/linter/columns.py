"""Where a character of a value stands in its file: inside quotes, after escapes, in folded and block texts."""

import re

from casetypes.definitions.loader import Mark

_FOLD = re.compile(r"[ \t]*(?:\r?\n[ \t]*)+")
_ESCAPE = re.compile(r"\\(?:x..|u.{4}|U.{8}|.)", re.DOTALL)


def place_inside(text: str, mark: Mark, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of the character `offset` (from 0) of the text whose value stands at `mark`."""
    at = _start(text, mark)
    sign = text[at : at + 1]
    if sign in {"|", ">"}:
        found = re.compile(r"[^\n]*\n(?:[ \t]*\n)*[ \t]*").match(text, at)
        at, sign = (found.end() if found else at), ""
    elif sign in {"'", '"'}:
        at += 1
    for _ in range(offset):
        at += _width(text, at, sign)
    before = text[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1


def _start(text: str, mark: Mark) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: mark.line - 1]) + mark.column - 1


def _width(text: str, at: int, quote: str) -> int:
    """How many characters of the file one character of the value takes."""
    if found := _FOLD.match(text, at):
        return found.end() - at
    if quote == '"' and (found := _ESCAPE.match(text, at)):
        return found.end() - at
    return 2 if quote == "'" and text.startswith("''", at) else 1
