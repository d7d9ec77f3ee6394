"""Lines over time: gaps where nothing was recorded, the last value written out."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.svg import axes, ink
from reports.svg.chart import (
    SIZE,
    WIDTH,
    Caption,
    Chart,
    Format,
    Item,
    Reference,
    Series,
    Table,
    drawing,
    empty,
    legend,
    plain,
    shown,
)
from reports.svg.elements import el, number, plate
from reports.svg.lettering import width
from reports.svg.scale import clean, known

Spot = tuple[float, float]


def line(
    caption: Caption,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    fmt: Format = plain,
    references: Sequence[Reference] = (),
    ceiling: float | None = None,
) -> Chart:
    """One to six lines over `labels`; `ceiling` fixes the top of the axis (1 for shares)."""
    table = twin(labels, series, fmt)
    cleaned = [Series(one.name, tuple(clean(value) for value in one.values)) for one in series]
    everything = [value for one in cleaned for value in one.values]
    if not known(everything):
        return empty(caption, "line", table)
    names, used = legend(
        [(ink.series(i), one.name) for i, one in enumerate(cleaned)] if len(cleaned) > 1 else [], 0
    )
    area = axes.plot(everything, references, fmt, used, ceiling)
    places = _places(len(labels), area)
    body = [names, *axes.grid(area, fmt), *axes.below(labels, places, area)]
    for index, one in enumerate(cleaned):
        body += _one(index, one, places, area)
    body += axes.references(references, area, fmt)
    if len(cleaned) == 1:
        body.append(_last(cleaned[0], places, area, fmt))
    svg = drawing(caption, "line", (WIDTH, area.bottom + 26), [part for part in body if part])
    return Chart(svg, table, caption.title, caption.description, caption.key)


def twin(labels: Sequence[str], series: Sequence[Series], fmt: Format) -> Table:
    """A row per label, a column per series."""
    rows = tuple(
        (name, *(shown(Item(name, clean(one.values[index])), fmt) for one in series))
        for index, name in enumerate(labels)
    )
    return Table((_("Period"), *(one.name for one in series)), rows, frozenset(range(1, len(series) + 1)))


def _places(count: int, area: axes.Plot) -> list[float]:
    if count == 1:
        return [(area.left + area.right) / 2]
    pad = 10.0
    step = (area.right - area.left - 2 * pad) / (count - 1)
    return [area.left + pad + index * step for index in range(count)]


def _runs(values: Sequence[float | None], places: Sequence[float], area: axes.Plot) -> list[list[Spot]]:
    """Stretches without a gap."""
    runs: list[list[Spot]] = [[]]
    for value, x in zip(values, places, strict=True):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((x, area.y(value)))
    return [run for run in runs if run]


def _path(run: Sequence[Spot]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in run)


def _one(index: int, one: Series, places: Sequence[float], area: axes.Plot) -> list[str]:
    runs = _runs(one.values, places, area)
    if not runs:
        return []
    long, single = [run for run in runs if len(run) > 1], [run[0] for run in runs if len(run) == 1]
    parts = []
    if long:
        d = "".join(map(_path, long))
        curve = {"stroke_linejoin": "round", "stroke_linecap": "round", **ink.line(index)}
        parts.append(el("path", d=d, fill="none", stroke_width=2.5, **curve))
    dots = [el("circle", cx=x, cy=y, r=4) for x, y in dict.fromkeys([*single, runs[-1][-1]])]
    return [*parts, el("g", *dots, **ink.series(index))]


def _last(one: Series, places: Sequence[float], area: axes.Plot, fmt: Format) -> str:
    """The last recorded value, written beside its dot."""
    at, value = [(x, value) for x, value in zip(places, one.values, strict=True) if value is not None][-1]
    text = fmt(value)
    wide = width(text, SIZE)
    x, y = min(at, WIDTH - wide / 2 - 2), max(area.y(value) - 9, 12)
    return plate(text, x, y, wide, anchor="middle", fill=ink.SURFACE, font_weight="600")
