"""Tables per service and per colonia: sorted, searched and paged by the address alone, without JavaScript."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from casetypes.kernel.text import normalise
from reports import display, metrics
from reports.figures import Figures, Group

COLUMNS = ("received", "attended", "first_response", "resolution", "sla", "backlog", "reopen", "satisfaction")
PAGE_SIZE = 25


@dataclass(frozen=True)
class Heading:
    """`sorted` is ascending, descending or none, as aria-sort has it; `address` sorts by this column."""

    label: str
    address: str
    sorted: str
    number: bool


@dataclass(frozen=True)
class DataTable:
    """`rows` are (name, cells); `page` is None when all rows are on one page."""

    key: str
    headings: list[Heading]
    rows: list[tuple[str, list[str]]]
    page: Page[Any] | None
    search: str
    found: int


@dataclass(frozen=True)
class Asked:
    """What the address asks of one table: parameters are `<key>_sort`, `<key>_page`, `<key>_q`."""

    key: str
    query: Mapping[str, str]

    @property
    def sort(self) -> tuple[str, bool]:
        """Column and whether descending; most cases first unless asked otherwise."""
        raw = self.query.get(f"{self.key}_sort", "")
        column = raw.lstrip("-")
        return (column, raw.startswith("-")) if column in ("name", *COLUMNS) else ("received", True)

    @property
    def search(self) -> str:
        return self.query.get(f"{self.key}_q", "").strip()[:60]

    def with_sort(self, column: str) -> str:
        """The address of this page sorted by that column; the same column again turns the order round."""
        current, descending = self.sort
        turned = not descending if column == current else column != "name"
        kept = {name: value for name, value in self.query.items() if name != f"{self.key}_page"}
        return "?" + urlencode({**kept, f"{self.key}_sort": f"{'-' * turned}{column}"}) + f"#{self.key}"


def table(figures: Figures, groups: Sequence[Group], asked: Asked, first: str, language: str) -> DataTable:
    """One table over services or zones; `first` is the heading of the names."""
    how = display.wording(figures)
    named = [(display.name_of(group, language), group) for group in groups]
    wanted = normalise(asked.search)
    found = sorted(
        (pair for pair in named if wanted in normalise(pair[0])), key=lambda pair: normalise(pair[0])
    )
    found = _ordered(found, *asked.sort)
    page = Paginator(found, PAGE_SIZE).get_page(asked.query.get(f"{asked.key}_page"))
    rows = [
        (name, [display.cell(group, column, how) for column in COLUMNS]) for name, group in page.object_list
    ]
    paged = page if page.paginator.num_pages > 1 else None
    return DataTable(asked.key, _headings(asked, first), rows, paged, asked.search, len(found))


def _ordered(pairs: list[tuple[str, Group]], column: str, descending: bool) -> list[tuple[str, Group]]:
    """What is not recorded or suppressed comes last in either order."""
    if column == "name":
        return sorted(pairs, key=lambda pair: normalise(pair[0]), reverse=descending)
    known = [pair for pair in pairs if pair[1].amount(column) is not None]
    rest = [pair for pair in pairs if pair[1].amount(column) is None]
    amount: Callable[[tuple[str, Group]], float] = lambda pair: pair[1].amount(column) or 0.0  # noqa: E731
    return [*sorted(known, key=amount, reverse=descending), *rest]


def _headings(asked: Asked, first: str) -> list[Heading]:
    column, descending = asked.sort
    names = [("name", first), *((key, short(key)) for key in COLUMNS)]
    state = "descending" if descending else "ascending"
    return [
        Heading(label, asked.with_sort(key), state if key == column else "none", key != "name")
        for key, label in names
    ]


def short(key: str) -> str:
    """A heading that fits over a narrow column."""
    names = {
        "received": _("Received"), "attended": _("Attended"), "first_response": _("First response"),
        "resolution": _("Resolution"), "sla": _("Within the deadline"), "backlog": _("Open"),
        "reopen": _("Opened again"), "satisfaction": _("Satisfied"),
    }  # fmt: skip
    return names.get(key) or str(metrics.BY_KEY[key].title)
