"""A grid of shaded cells: weekday by hour, colonia by month."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.svg import ink
from reports.svg.chart import SIZE, WIDTH, Caption, Chart, Format, Item, Table, drawing, empty, plain, shown
from reports.svg.elements import el, label
from reports.svg.keys import class_key, hatch
from reports.svg.lettering import fit, width
from reports.svg.scale import class_of, classes, clean, known

NAMES = 118.0
ROW = 22.0
Matrix = Sequence[Sequence[float | None]]


def heat(
    caption: Caption,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Matrix,
    *,
    fmt: Format = plain,
    limit: int = 15,
) -> Chart:
    """`values[row][column]`; only the `limit` first rows are drawn, the table has them all."""
    cleaned = [[clean(value) for value in line] for line in values]
    table = _twin(rows, columns, cleaned, fmt, caption.header)
    drawn = cleaned[:limit]
    present = known([value for line in drawn for value in line])
    if not present:
        return empty(caption, "heat", table)
    left = min(NAMES, max(width(name, SIZE) for name in rows[:limit])) + 8
    cell = (WIDTH - left) / len(columns)
    bounds = classes([value for value in present if value > 0] or [0.0])
    fill = hatch(caption.slug)
    body = [fill, *_column_names(columns, left, cell), *_row_names(rows[:limit], left)]
    body += _cells(drawn, bounds, left, cell, f"url(#{caption.slug}-h)")
    body += _figures(drawn, bounds, left, cell, fmt)
    y = 20 + len(drawn) * ROW + 12
    missing = any(value is None for line in drawn for value in line)
    key, used = class_key(bounds, fmt, y, caption.slug if missing else "")
    notes, tail = _rest(len(rows) - len(drawn), y + used)
    svg = drawing(caption, "heat", (WIDTH, y + used + tail), [*body, key, *notes])
    return Chart(svg, table, caption.title, caption.description, caption.key)


def _twin(rows: Sequence[str], columns: Sequence[str], values: Matrix, fmt: Format, header: str) -> Table:
    body = tuple(
        (name, *(shown(Item(name, value), fmt) for value in line))
        for name, line in zip(rows, values, strict=True)
    )
    return Table((header or _("Category"), *columns), body, frozenset(range(1, len(columns) + 1)))


def _column_names(columns: Sequence[str], left: float, cell: float) -> list[str]:
    widest = max(width(name, SIZE) for name in columns)
    every = max(1, int(-(-(widest + 4) // cell)))
    words = []
    for index in range(0, len(columns), every):
        text = fit(columns[index], cell * every, SIZE)
        half = width(text, SIZE) / 2
        words.append(label(text, min(left + cell * (index + 0.5), WIDTH - half), 12))
    return [el("g", *words, class_="c-m", fill=ink.MUTED, text_anchor="middle")]


def _row_names(rows: Sequence[str], left: float) -> list[str]:
    words = [label(fit(name, left - 7.9, SIZE), left - 8, 20 + i * ROW + 15) for i, name in enumerate(rows)]
    return [el("g", *words, text_anchor="end")]


def _cells(values: Matrix, bounds: Sequence[float], left: float, cell: float, gap_fill: str) -> list[str]:
    """One path per class: short, and quick to draw."""
    paths: dict[int, list[str]] = {}
    for r, line in enumerate(values):
        for c, value in enumerate(line):
            step = -2 if value is None else -1 if value <= 0 else class_of(value, bounds)
            x, y = left + c * cell + 0.5, 20 + r * ROW + 0.5
            paths.setdefault(step, []).append(
                f"M{x:.1f} {y:.1f}h{cell - 1:.1f}v{ROW - 1:.0f}h-{cell - 1:.1f}z"
            )
    out = []
    for step, parts in sorted(paths.items()):
        paint = ink.ramp(step, len(bounds)) if step >= 0 else {"class_": "c-land", "fill": ink.LAND}
        if step == -2:
            paint = {"fill": gap_fill}
        out.append(el("path", d="".join(parts), **paint))
    return out


def _figures(values: Matrix, bounds: Sequence[float], left: float, cell: float, fmt: Format) -> list[str]:
    """The values inside the cells, when the widest of them fits."""
    texts = [[("" if value is None else fmt(value)) for value in line] for line in values]
    if max(width(text, SIZE - 1) for line in texts for text in line) > cell - 3:
        return []
    dark: list[str] = []
    light: list[str] = []
    for r, line in enumerate(values):
        for c, value in enumerate(line):
            if value is None:
                continue
            place = round(class_of(value, bounds) * 4 / max(1, len(bounds) - 1)) if len(bounds) > 1 else 4
            deep = value > 0 and place >= 3
            (light if deep else dark).append(label(texts[r][c], left + (c + 0.5) * cell, 20 + r * ROW + 15))
    groups = []
    if dark:
        groups.append(el("g", *dark, text_anchor="middle", font_size=SIZE - 1, class_="c-on1", fill=ink.TEXT))
    if light:
        groups.append(
            el("g", *light, text_anchor="middle", font_size=SIZE - 1, class_="c-on5", fill=ink.SURFACE)
        )
    return groups


def _rest(count: int, y: float) -> tuple[list[str], float]:
    if count <= 0:
        return [], 0.0
    words = _("%(count)s more rows in the table") % {"count": count}
    return [label(words, 0, y + 12, class_="c-m", fill=ink.MUTED)], 18.0
