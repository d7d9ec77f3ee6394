"""The one typeface of pages and documents: Inter, installed as a package, never committed.

Pages get a small web font (Latin, weights 400 to 700, tabular figures kept) that is cut from the installed
file the first time it is asked for. The PDF embeds the complete file.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import fontpkg
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from cms.components import built

WEB_FONT = "fonts/inter-latin.woff2"
FAMILY = "Inter"
WEIGHTS = (400, 700)
OPTICAL_SIZE = 18
FEATURES = ("kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "case", "frac", "zero", "ss03")
LATIN = (range(0x20, 0x7F), range(0xA0, 0x180))
PUNCTUATION = "–—‘’“”•…€←↑→↓−≈≤≥×\u2009\u202f"


def inter_ttf(style: str = "normal") -> Path:
    """The complete variable font file (`normal` or `italic`), for documents.

    Raises fontpkg.FamilyNotInstalled when the dependency is missing.
    """
    return fontpkg.path(FAMILY, style=style, nearest=True)


def web_font(*, rebuild: bool = False) -> Path:
    """The Latin subset as woff2 (about 35 kB); cut on first use or when the installed font is newer."""
    target = built.root() / WEB_FONT
    source = inter_ttf()
    if rebuild or not target.is_file() or target.stat().st_mtime < source.stat().st_mtime:
        _cut(source, target)
    return target


def code_points() -> Iterator[int]:
    for block in LATIN:
        yield from block
    yield from map(ord, PUNCTUATION)


def _cut(source: Path, target: Path) -> None:
    options = subset.Options(layout_features=list(FEATURES), hinting=False)
    with TTFont(source, recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=code_points())
        subsetter.subset(font)
        font = instancer.instantiateVariableFont(font, {"opsz": OPTICAL_SIZE, "wght": WEIGHTS})
        font.flavor = "woff2"
        content = BytesIO()
        font.save(content)
    built.write(target, content.getvalue())
