"""Columns over time, one or several layers stacked."""

from collections.abc import Sequence

from reports.svg import axes, ink
from reports.svg.chart import (
    SIZE,
    WIDTH,
    Caption,
    Chart,
    Format,
    Reference,
    Series,
    drawing,
    empty,
    legend,
    plain,
)
from reports.svg.elements import el, label
from reports.svg.lettering import width
from reports.svg.line import twin
from reports.svg.scale import clean, known


def columns(
    caption: Caption,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    fmt: Format = plain,
    references: Sequence[Reference] = (),
) -> Chart:
    """One column per label, layers bottom up as in `series`; raises ValueError on a negative value."""
    table = twin(labels, series, fmt)
    cleaned = [[clean(value) for value in one.values] for one in series]
    everything = [value for values in cleaned for value in values]
    if any(value < 0 for value in known(everything)):
        raise ValueError("A column cannot show a negative value")
    totals = [_total([values[index] for values in cleaned]) for index in range(len(labels))]
    if not known(totals):
        return empty(caption, "columns", table)
    names, used = legend(
        [(ink.series(i), one.name) for i, one in enumerate(series)] if len(series) > 1 else [], 0
    )
    area = axes.plot(totals, references, fmt, used, None)
    step = (area.right - area.left) / len(labels)
    places = [area.left + step * (index + 0.5) for index in range(len(labels))]
    body = [names, *axes.grid(area, fmt), *axes.below(labels, places, area)]
    body += _layers(cleaned, places, area, step) + _totals(totals, places, area, step, fmt)
    body += axes.references(references, area, fmt)
    svg = drawing(caption, "columns", (WIDTH, area.bottom + 26), [part for part in body if part])
    return Chart(svg, table, caption.title, caption.description, caption.key)


def _total(values: Sequence[float | None]) -> float | None:
    present = known(values)
    return sum(present) if present else None


def _layers(
    layers: Sequence[Sequence[float | None]], places: Sequence[float], area: axes.Plot, step: float
) -> list[str]:
    broad = min(step * 0.72, 44.0)
    floor = [0.0] * len(places)
    parts = []
    for index, values in enumerate(layers):
        marks = []
        for place, value in enumerate(values):
            if not value:
                continue
            bottom, floor[place] = area.y(floor[place]), floor[place] + value
            top = area.y(floor[place])
            marks.append(el("rect", x=places[place] - broad / 2, y=top, width=broad, height=bottom - top))
        if marks:
            parts.append(el("g", *marks, **ink.series(index)))
    return parts


def _totals(
    totals: Sequence[float | None], places: Sequence[float], area: axes.Plot, step: float, fmt: Format
) -> list[str]:
    """The total above each column, where all of them fit side by side; a mark where nothing was recorded."""
    texts = ["–" if total is None else fmt(total) for total in totals]
    if max(width(text, SIZE) for text in texts) > step - 3:
        return []
    spots = zip(texts, totals, places, strict=True)
    words = [label(text, x, area.y(total or 0.0) - 5) for text, total, x in spots]
    return [el("g", *words, text_anchor="middle", class_="c-t")]
