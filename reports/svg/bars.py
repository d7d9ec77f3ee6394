"""Horizontal bars by category: long names stay whole, the tail of many becomes one “others” bar."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.svg import ink
from reports.svg.chart import (
    SIZE,
    WIDTH,
    Caption,
    Chart,
    Format,
    Item,
    Series,
    Table,
    drawing,
    empty,
    legend,
    plain,
    shown,
)
from reports.svg.elements import el, label
from reports.svg.lettering import fit, width
from reports.svg.scale import clean, known

BAR = 12.0
BESIDE = 128.0


@dataclass(frozen=True)
class Row:
    """One bar as drawn: its layers and the words at its end."""

    label: str
    parts: tuple[float | None, ...]
    words: str

    @property
    def total(self) -> float:
        return sum(known(self.parts))


def bars(
    caption: Caption,
    items: Sequence[Item],
    *,
    fmt: Format = plain,
    limit: int = 12,
    value_header: str = "",
    additive: bool = True,
) -> Chart:
    """The `limit` first items as bars; the rest is a line of words, with its sum if `additive` (counts)."""
    table = Table(
        (caption.header or _("Category"), value_header or _("Value")),
        tuple((i.label, shown(_clean(i), fmt)) for i in items),
        frozenset({1}),
    )
    rows = [Row(i.label, (i.value,), shown(i, fmt)) for i in map(_clean, items)]
    return _draw(caption, "bars", rows, table, (), _rest(rows[limit:], fmt, additive))


def stacked(
    caption: Caption,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    fmt: Format = plain,
    limit: int = 12,
) -> Chart:
    """One bar per label, made of the layers of `series`, with its total at the end."""
    layers = [[clean(value) for value in one.values] for one in series]
    rows, body = [], []
    for index, name in enumerate(labels):
        parts = tuple(layer[index] for layer in layers)
        total = sum(known(parts))
        words = fmt(total) if known(parts) else shown(Item(name, None), fmt)
        rows.append(Row(name, parts, words))
        body.append((name, *(shown(Item(name, part), fmt) for part in parts), words))
    names = (caption.header or _("Category"), *(one.name for one in series), _("Total"))
    table = Table(names, tuple(body), frozenset(range(1, len(names))))
    layers_named = tuple(one.name for one in series)
    return _draw(caption, "stacked", rows, table, layers_named, _rest(rows[limit:], fmt, True))


def _clean(item: Item) -> Item:
    return Item(item.label, clean(item.value), item.note)


@dataclass(frozen=True)
class Rest:
    """How many rows at the end are not drawn, and the line that says so."""

    count: int
    words: str


def _rest(rows: Sequence[Row], fmt: Format, additive: bool) -> Rest:
    count = len(rows)
    if not additive:
        return Rest(count, _("%(count)s more in the table") % {"count": count})
    total = fmt(sum(row.total for row in rows))
    words = ngettext("%(count)s other: %(total)s", "%(count)s others: %(total)s in all", count)
    return Rest(count, words % {"count": count, "total": total})


def _draw(
    caption: Caption,
    kind: str,
    rows: Sequence[Row],
    table: Table,
    names: tuple[str, ...],
    rest: Rest,
) -> Chart:
    if any(part < 0 for row in rows for part in known(row.parts)):
        raise ValueError("A bar cannot show a negative value")
    if not any(known(row.parts) for row in rows):
        return empty(caption, kind, table)
    drawn = rows[: len(rows) - rest.count]
    head, y = legend([(ink.series(i), name) for i, name in enumerate(names)], 0)
    y += 4 if names else 0
    widest = max(width(row.label, SIZE) for row in drawn)
    beside = widest <= BESIDE
    left = widest + 10 if beside else 0.0
    most = max(row.total for row in drawn)
    words = min(140.0, max(width(row.words, SIZE) for row in drawn))
    scale = (WIDTH - left - words - 8) / (most or 1.0)
    body = [head] if head else []
    for row in drawn:
        body += _row(row, y, left, scale, beside)
        y += 24 if beside else 38
    if rest.count:
        body.append(label(rest.words, left, y + 13, class_="c-m", fill=ink.MUTED))
        y += 22
    svg = drawing(caption, kind, (WIDTH, y), body)
    return Chart(svg, table, caption.title, caption.description, caption.key)


def _row(row: Row, y: float, left: float, scale: float, beside: bool) -> list[str]:
    out = []
    if beside:
        out.append(label(row.label, left - 10, y + 15, anchor="end"))
        top = y + 5
    else:
        out.append(label(fit(row.label, WIDTH, SIZE), 0, y + 11))
        top = y + 17
    x = left
    for index, part in enumerate(row.parts):
        if part:
            long = max(part * scale, 1.0)
            out.append(el("rect", x=x, y=top, width=long, height=BAR, **ink.series(index)))
            x += long
    drawn = bool(known(row.parts))
    room = WIDTH - x - 6
    more = {} if drawn else {"class_": "c-m", "fill": ink.MUTED}
    out.append(label(fit(row.words, room, SIZE), x + (6 if drawn else 0), top + 10.2, **more))
    return out
