"""The colours of the site, with the city's own, for the pages of the PDF and for the drawings on them."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

_TOKEN = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-fA-F]{3,8})")
# Class of a drawing (reports.svg.ink): property and token, as css/reports.css gives them on the page.
_CLASSES = {
    "c-m": ("fill", "text-muted"), "c-g": ("stroke", "line"), "c-b": ("stroke", "line-strong"),
    "c-land": ("fill", "surface-sunken"),
    **{f"c-s{n}": ("fill", f"chart-{n}") for n in range(1, 7)},
    **{f"c-l{n}": ("stroke", f"chart-{n}") for n in range(1, 7)},
    **{f"c-q{n}": ("fill", f"heat-{n}") for n in range(1, 6)},
}  # fmt: skip


def tokens() -> str:
    """The style sheets that define the tokens: the base's, then the city's."""
    found = (finders.find(f"css/{name}.css") for name in ("tokens", "theme"))
    return "\n".join(Path(path).read_text(encoding="utf-8") for path in found if isinstance(path, str))


def themed(svg: str) -> str:
    """The drawing with the theme's colours in a style of its own: an image cannot see its page's."""
    values = dict(_TOKEN.findall(tokens()))
    rules = "".join(
        f".{name}{{{prop}:{values[token]}}}" for name, (prop, token) in _CLASSES.items() if token in values
    )
    head, end, rest = svg.partition("</title>")
    return f"{head}{end}<style>{rules}</style>{rest}"
