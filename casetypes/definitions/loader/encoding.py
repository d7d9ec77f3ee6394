"""Bytes of a file to text, and what to tell a steward whose editor saved something else."""

import codecs
import re

from casetypes.definitions.loader.marks import Mark
from casetypes.definitions.problems import Phrase, Problem, phrase

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
# Control signs, separators of lines and paragraphs, lone surrogates, a byte order mark inside, and those that turn the
# direction of writing: a reviewer would read another text than the one that counts (Boucher and Anderson, "Trojan
# Source", 2021).
_UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff\\ufeff\\ufffe\\uffff]"
)


def decoded(content: bytes, file: str) -> str | Problem:
    """The text of a file in UTF-8, with or without a byte order mark; a problem at the first byte that is not."""
    if _looks_like_utf16(content):
        return _not_utf8(Mark(file, 1, 1), phrase('It looks like UTF-16 ("Unicode"): save it as UTF-8.'))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        mark = place_after(file, content[: error.start].decode("utf-8", "replace"))
        return _not_utf8(mark, phrase("It looks like Windows-1252 or Latin-1: save it as UTF-8."))


def place_after(file: str, before: str) -> Mark:
    """The place of the sign that follows `before`."""
    return Mark(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def unseen(text: str) -> tuple[int, str] | None:
    """Position and code ("U+202E") of the first sign that nobody can see and no text of a definition needs."""
    found = _UNSEEN.search(text)
    return (found.start(), f"U+{ord(found[0]):04X}") if found else None


def _looks_like_utf16(content: bytes) -> bool:
    """By its mark, or because every other byte of its beginning is null."""
    start = content[:400]
    return content.startswith(_UTF16_MARKS) or start.count(0) > 3 * len(start) / 8


def _not_utf8(mark: Mark, hint: Phrase) -> Problem:
    return Problem(
        mark.file, mark.line, mark.column, "yaml-syntax", phrase("the file is not UTF-8 text"), hint
    )
