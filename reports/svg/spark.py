"""A line the size of a word, for a figure tile."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from reports.svg import ink
from reports.svg.elements import el, number, text_of
from reports.svg.scale import Linear, clean, known

WIDE, HIGH = 120.0, 28.0


def spark(values: Sequence[float | None], title: str) -> SafeString:
    """The course of `values`, gaps left open, the last known one dotted; empty text when none is known."""
    cleaned = [clean(value) for value in values]
    present = known(cleaned)
    if not present:
        return mark_safe("")
    y = Linear(min(0.0, *present), max(0.0, *present), HIGH - 4, 4)
    step = (WIDE - 8) / max(1, len(cleaned) - 1)
    path, pen, last = "", "M", (0.0, 0.0)
    for index, value in enumerate(cleaned):
        if value is None:
            pen = "M"
            continue
        last = (4 + index * step, y(value))
        path += f"{pen}{number(last[0])} {number(last[1])}"
        pen = "L"
    body = [el("path", d=path, fill="none", stroke_width=2, stroke_linejoin="round", **ink.line(0))]
    body.append(el("circle", cx=last[0], cy=last[1], r=3, **ink.series(0)))
    return mark_safe(
        el("svg", *body, xmlns="http://www.w3.org/2000/svg", class_="drawing drawing-spark", role="img",
           viewBox=f"0 0 {WIDE:g} {HIGH:g}", aria_label=text_of(title) and title or None)
    )  # fmt: skip
