"""What line and column charts share: the value axis, its grid, the labels below and the reference levels."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.svg import ink
from reports.svg.chart import SIZE, WIDTH, Format, Reference
from reports.svg.elements import el, label, plate
from reports.svg.lettering import fit, width
from reports.svg.scale import Linear, known, ticks

HEIGHT = 190.0


@dataclass(frozen=True)
class Plot:
    """The drawing area and its vertical scale."""

    left: float
    right: float
    top: float
    bottom: float
    y: Linear
    ticks: tuple[float, ...]


def plot(
    values: Sequence[float | None],
    references: Sequence[Reference],
    fmt: Format,
    top: float,
    ceiling: float | None,
) -> Plot:
    """Room for the tick labels at the left and a scale that always shows zero."""
    present = known(values)
    levels = [*present, *(reference.value for reference in references), 0.0]
    high = max(levels) if ceiling is None else max(ceiling, *levels)
    marks = ticks(min(levels), high, whole=all(value.is_integer() for value in present))
    labels = [fmt(mark) for mark in marks]
    left = min(84.0, max(width(text, SIZE) for text in labels) + 8)
    area_top, bottom = top + 14, top + 14 + HEIGHT
    return Plot(
        left, WIDTH - 6, area_top, bottom, Linear(marks[0], marks[-1], bottom, area_top), tuple(marks)
    )


def grid(area: Plot, fmt: Format) -> list[str]:
    """Horizontal lines with their values; the line of zero is darker."""
    lines, words = [], []
    for mark in area.ticks:
        y = area.y(mark)
        lines.append(el("path", d=f"M{area.left:.0f} {y:.1f}H{area.right:.0f}", **_line(mark)))
        words.append(label(fit(fmt(mark), area.left - 6, SIZE), area.left - 6, y + 4))
    return [
        el("g", *lines, class_="c-g", stroke=ink.GRID),
        el("g", *words, class_="c-m", fill=ink.MUTED, text_anchor="end"),
    ]


def _line(mark: float) -> dict[str, str]:
    return {"class_": "c-b", "stroke": ink.BORDER} if mark == 0 else {}


def below(labels: Sequence[str], places: Sequence[float], area: Plot) -> list[str]:
    """Labels under the axis; where all do not fit only every second, third … is shown, never overlapping."""
    if not labels:
        return []
    gap = (places[-1] - places[0]) / (len(places) - 1) if len(places) > 1 else area.right - area.left
    widest = max(width(text, SIZE) for text in labels)
    every = next((step for step in range(1, len(labels)) if gap * step >= widest + 6), len(labels))
    room = gap * every - 4 if len(labels) > 1 else area.right
    parts = []
    for index in range(0, len(labels), every):
        text = fit(labels[index], max(room, 40.0), SIZE)
        half = width(text, SIZE) / 2
        x = min(max(places[index], half), WIDTH - half)
        parts.append(label(text, x, area.bottom + 18))
    return [el("g", *parts, class_="c-m", fill=ink.MUTED, text_anchor="middle")]


def references(levels: Sequence[Reference], area: Plot, fmt: Format) -> list[str]:
    """Dashed levels, each named above its line."""
    parts = []
    for level in levels:
        y = area.y(level.value)
        name = fit(f"{level.label}: {fmt(level.value)}", area.right - area.left, SIZE)
        d = f"M{area.left:.0f} {y:.1f}H{area.right:.0f}"
        parts.append(el("path", d=d, class_="c-r", stroke=ink.TEXT, stroke_dasharray="5 4"))
        above = y - 5 if y > area.top + 14 else y + 14
        wide = width(name, SIZE)
        parts.append(plate(name, area.left + 6, above, wide, fill=ink.SURFACE))
    return parts
