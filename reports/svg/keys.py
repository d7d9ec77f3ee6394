"""The key of shaded drawings: one swatch per class, and hatching for what was never recorded."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.svg import ink
from reports.svg.chart import Format, legend, not_recorded
from reports.svg.elements import el


def hatch(slug: str) -> str:
    """The pattern `url(#<slug>-h)`."""
    stripes = el("path", d="M0 6L6 0", class_="c-b", stroke=ink.BORDER, stroke_width=1)
    ground = el("rect", width=6, height=6, class_="c-land", fill=ink.LAND)
    return el(
        "defs",
        el("pattern", ground, stripes, id=f"{slug}-h", width=6, height=6, patternUnits="userSpaceOnUse"),
    )


def class_key(bounds: Sequence[float], fmt: Format, top: float, hatched: str = "") -> tuple[str, float]:
    """Swatches “1–4”, “5–9”… ; `hatched` is the slug whose pattern marks gaps, empty when there are none."""
    entries = []
    whole = all(float(bound).is_integer() for bound in bounds)
    before: float | None = None
    for index, bound in enumerate(bounds):
        entries.append((ink.ramp(index, len(bounds)), _range(before, bound, fmt, whole=whole)))
        before = bound
    if hatched:
        entries.append(({"fill": f"url(#{hatched}-h)"}, not_recorded()))
    return legend(entries, top)


def _range(before: float | None, bound: float, fmt: Format, *, whole: bool) -> str:
    """The words of a class; a first class that is printed as “<3” already stays so."""
    if before is None:
        exact = fmt(bound).startswith("<") or (whole and bound <= 1)
        return fmt(bound) if exact else _("up to %(value)s") % {"value": fmt(bound)}
    low = before + 1 if whole else before
    return fmt(bound) if low >= bound else f"{fmt(low)}–{fmt(bound)}"
