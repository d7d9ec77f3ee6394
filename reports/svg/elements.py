"""SVG elements as text: escaped, rounded, and refusing anything that is not a finite number."""

import math
import re
from html import escape

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def text_of(value: str) -> str:
    """Text that is legal and escaped in XML."""
    return escape(_ILLEGAL.sub("", value), quote=True)


def number(value: float) -> str:
    """A coordinate with one decimal at most; raises ValueError when it is not finite."""
    if not math.isfinite(value):
        raise ValueError(f"{value!r} cannot be drawn: pass None for what was never recorded")
    rounded = f"{value:.1f}".removesuffix(".0")
    return "0" if rounded == "-0" else rounded


def el(name: str, *children: str, **attributes: str | float | None) -> str:
    """One element; `class_` and `stroke_width` become `class` and `stroke-width`, None is left out."""
    parts = [f"<{name}"]
    for key, value in attributes.items():
        if value is None:
            continue
        shown = text_of(value) if isinstance(value, str) else number(value)
        parts.append(f' {key.rstrip("_").replace("_", "-")}="{shown}"')
    if not children:
        return "".join(parts) + "/>"
    return "".join(parts) + ">" + "".join(children) + f"</{name}>"


def label(
    value: str,
    x: float,
    y: float,
    *,
    class_: str | None = None,
    anchor: str | None = None,
    **more: str | float | None,
) -> str:
    """A line of text whose baseline is at y; `anchor` is start (default), middle or end."""
    return el("text", text_of(value), x=x, y=y, class_=class_, text_anchor=anchor, **more)


def plate(
    value: str, x: float, y: float, wide: float, *, anchor: str = "start", fill: str, **more: str
) -> str:
    """A label on a small plate of the page's colour, readable over lines; `wide` is its width."""
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    back = el(
        "rect", x=left - 2, y=y - 11, width=wide + 4, height=14, class_="c-p", fill=fill, fill_opacity="0.85"
    )
    return back + label(value, x, y, anchor=anchor, **more)
