"""What every chart function answers: the drawing and its table, saying the same."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from reports.svg import ink
from reports.svg.elements import el, label, text_of
from reports.svg.lettering import fit, width

WIDTH = 360.0
SIZE = 13.0
Format = Callable[[float], str]


@dataclass(frozen=True)
class Table:
    """The twin of a drawing: every value in words; `numeric` are the columns set flush right."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Item:
    """One category; `value` None is a gap, explained by `note` (“not recorded” unless said otherwise)."""

    label: str
    value: float | None
    note: str = ""


@dataclass(frozen=True)
class Series:
    """One line or one layer of a stack; `values` is as long as the labels it goes with."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Reference:
    """A level to compare with: a target or a baseline."""

    label: str
    value: float


@dataclass(frozen=True)
class Caption:
    """What names a drawing; `key` is unique on its page, `header` names the categories in the table, `nothing`
    is what it says when there is nothing to draw."""

    key: str
    title: str
    description: str = ""
    header: str = ""
    nothing: str = ""

    @property
    def slug(self) -> str:
        return re.sub(r"[^A-Za-z0-9_-]+", "-", self.key) or "chart"


@dataclass(frozen=True)
class Chart:
    """A drawing with its twin; `svg` is safe markup, all texts in it are escaped."""

    svg: SafeString
    table: Table
    title: str
    description: str = ""
    key: str = ""

    def relabelled(self, names: Sequence[str]) -> "Chart":
        """The same with other names in the first column of the table: whole where the drawing abbreviates."""
        rows = tuple((name, *row[1:]) for name, row in zip(names, self.table.rows, strict=True))
        return replace(self, table=replace(self.table, rows=rows))


def plain(value: float) -> str:
    """A whole number with commas; the default way to print a value."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def not_recorded() -> str:
    return _("not recorded")


def shown(item: Item, fmt: Format) -> str:
    """The value in words, or why there is none."""
    return (item.note or not_recorded()) if item.value is None else fmt(item.value)


def drawing(caption: Caption, kind: str, size: tuple[float, float], body: Sequence[str]) -> SafeString:
    """The outer element with its title and description for those who do not see it."""
    ids = [f"{caption.slug}-t"] + ([f"{caption.slug}-d"] if caption.description else [])
    names = el("title", text_of(caption.title) or " ", id=ids[0])
    if caption.description:
        names += el("desc", text_of(caption.description), id=ids[1])
    markup = el(
        "svg", names, *body, xmlns="http://www.w3.org/2000/svg", class_=f"drawing drawing-{kind}",
        viewBox=f"0 0 {size[0]:g} {size[1]:g}", role="img", aria_labelledby=" ".join(ids),
        font_family=ink.FONT, font_size=SIZE, fill=ink.TEXT,
    )  # fmt: skip
    return mark_safe(markup)


def empty(caption: Caption, kind: str, table: Table) -> Chart:
    """The drawing when there is nothing to draw: it says so."""
    words = label(
        caption.nothing or _("No data for this period"),
        WIDTH / 2,
        64,
        class_="c-m",
        anchor="middle",
        fill=ink.MUTED,
    )
    frame = el(
        "rect", x=0.5, y=0.5, width=WIDTH - 1, height=119, rx=6, class_="c-g", fill="none", stroke=ink.GRID,
        stroke_dasharray="4 4",
    )  # fmt: skip
    return Chart(
        drawing(caption, kind, (WIDTH, 120), [frame, words]),
        table,
        caption.title,
        caption.description,
        caption.key,
    )


def legend(
    entries: Sequence[tuple[dict[str, str], str]], top: float, room: float = WIDTH
) -> tuple[str, float]:
    """Swatches with names in rows from `top`; answers the markup and the height it took."""
    x, y, parts = 0.0, top, []
    for paint, name in entries:
        words = fit(name, room - 18, SIZE)
        wide = 16 + width(words, SIZE) + 14
        if x and x + wide - 14 > room:
            x, y = 0.0, y + 18
        parts.append(el("rect", x=x, y=y + 1, width=10, height=10, rx=2, **paint))
        parts.append(label(words, x + 16, y + 10.5))
        x += wide
    return "".join(parts), (y - top + 20) if entries else 0.0
