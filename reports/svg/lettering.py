"""How wide a text is in Inter, so that labels never overlap and never leave the drawing."""

import unicodedata

# Advance widths of Inter Regular for U+0020 to U+007E, in hundredths of an em (from its hmtx).
_ADVANCE = (
    "28 29 47 63 64 98 64 30 36 36 50 66 29 46 29 36 63 63 63 63 65 63 63 63 63 63 29 30 66 66 66 51 "
    "97 69 65 73 72 60 59 75 74 27 57 67 57 90 75 76 64 76 64 64 65 74 69 99 68 68 63 36 36 36 47 46 "
    "32 56 61 57 61 58 37 61 59 24 24 55 24 88 59 60 61 61 38 53 33 59 56 82 55 56 55 43 33 43 66"
)
_WIDTHS = {chr(32 + index): int(width) / 100 for index, width in enumerate(_ADVANCE.split())}
_UNKNOWN = 1.0
ELLIPSIS = "…"


def _advance(character: str) -> float:
    if character in _WIDTHS:
        return _WIDTHS[character]
    base = unicodedata.normalize("NFD", character)[0]
    if unicodedata.combining(character):
        return 0.0
    return _WIDTHS.get(base, _UNKNOWN)


def width(text: str, size: float) -> float:
    """Width in drawing units of `text` set at `size`; a little generous."""
    return sum(map(_advance, text)) * size * 1.02


def fit(text: str, room: float, size: float) -> str:
    """`text`, or its beginning with an ellipsis, no wider than `room`; empty when not even that fits."""
    if width(text, size) <= room:
        return text
    kept = text
    while kept and width(kept + ELLIPSIS, size) > room:
        kept = kept[:-1]
    kept = kept.rstrip(" ,.-/(")
    return kept + ELLIPSIS if kept else ""


def wrap(text: str, room: float, size: float, lines: int = 2) -> list[str]:
    """`text` in at most `lines` lines of `room`; the last one is cut with an ellipsis where it must."""
    words = text.split()
    out: list[str] = []
    while words and len(out) < lines - 1:
        taken = 1
        while taken < len(words) and width(" ".join(words[: taken + 1]), size) <= room:
            taken += 1
        out.append(fit(" ".join(words[:taken]), room, size))
        words = words[taken:]
    if words:
        out.append(fit(" ".join(words), room, size))
    return [line for line in out if line] or [""]
