"""Tables per service and per colonia: sorted, searched and paged by the address alone, without JavaScript."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from casetypes.kernel.text import normalise
from reports import metrics
from reports.counting.figures import Figures, Group
from reports.metrics.metric import Unit
from reports.words import display

COLUMNS = (
    "received", "attended", "first_response", "resolution", "resolution_p90", "sla", "backlog", "late", "reopen",
    "satisfaction",
)  # fmt: skip
PAGE_SIZE = 25
ENOUGH_TO_COMPARE, CASES_TO_JUDGE = 5, 10


@dataclass(frozen=True)
class Heading:
    """`sorted` is ascending, descending or none, as aria-sort has it; `address` sorts by this column."""

    label: str
    address: str
    sorted: str
    number: bool


@dataclass(frozen=True)
class Cell:
    """`shade` is 2 for the worst tenth of a column, 1 for the rest of its worst quarter, else 0."""

    text: str
    shade: int = 0


@dataclass(frozen=True)
class Line:
    """`address` shows the figures of this service or zone alone; "" where there is nothing more to show."""

    name: str
    address: str
    cells: list[Cell]


@dataclass(frozen=True)
class DataTable:
    """`page` is None when all rows are on one page; `missing` names the columns that were recorded nowhere."""

    key: str
    headings: list[Heading]
    rows: list[Line]
    page: Page[Any] | None
    search: str
    found: int
    missing: list[str]
    shaded: bool


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

    def of(self, group: Group) -> str:
        """The address of the figures of this service or zone alone."""
        kept = {name: value for name, value in self.query.items() if name in ("period", "service")}
        narrowed = {**kept, self.key.removesuffix("s"): group.key}
        if self.key == "zones":
            narrowed.pop("service", None)
        return "?" + urlencode(narrowed)


def table(figures: Figures, groups: Sequence[Group], asked: Asked, first: str, language: str) -> DataTable:
    """One table over services or zones; `first` is the heading of the names."""
    named = [(display.name_of(group, language), group) for group in groups]
    wanted = normalise(asked.search)
    found = sorted(
        (pair for pair in named if wanted in normalise(pair[0])), key=lambda pair: normalise(pair[0])
    )
    found = _ordered(found, *asked.sort)
    page = Paginator(found, PAGE_SIZE).get_page(asked.query.get(f"{asked.key}_page"))
    columns = recorded(groups)
    shades = {column: _shades(groups, column) for column in columns}
    rows = [
        Line(name, "" if group.suppressed else asked.of(group), _cells(figures, group, shades))
        for name, group in page.object_list
    ]
    missing = [str(metrics.BY_KEY[column].title) for column in COLUMNS if column not in columns]
    return DataTable(
        asked.key, _headings(asked, first, columns), rows, page if page.paginator.num_pages > 1 else None,
        asked.search, len(found), missing, any(line for line in shades.values()),
    )  # fmt: skip


def recorded(groups: Sequence[Group]) -> list[str]:
    """The columns with a value somewhere: a column of “not recorded” is said once and not drawn."""
    return [column for column in COLUMNS if any(one.amount(column) is not None for one in groups)]


def _cells(figures: Figures, group: Group, shades: Mapping[str, Mapping[str, int]]) -> list[Cell]:
    how = display.wording(figures)
    return [Cell(display.cell(group, column, how), line.get(group.key, 0)) for column, line in shades.items()]


def _shades(groups: Sequence[Group], column: str) -> dict[str, int]:
    """By key of the group, for what says how well it goes; few cases say nothing."""
    rises = metrics.BY_KEY[column].rises
    if rises is None or metrics.BY_KEY[column].unit == Unit.COUNT:
        return {}
    judged = [(one.values[column], one.key) for one in groups if one.amount(column) is not None]
    known = [(value.amount or 0.0, key) for value, key in judged if value.n >= CASES_TO_JUDGE]
    if len(known) < ENOUGH_TO_COMPARE:
        return {}
    worst = [key for _amount, key in sorted(known, reverse=not rises)]
    tenth, quarter = max(1, len(worst) // 10), max(1, len(worst) // 4)
    return {**dict.fromkeys(worst[:quarter], 1), **dict.fromkeys(worst[:tenth], 2)}


def _ordered(pairs: list[tuple[str, Group]], column: str, descending: bool) -> list[tuple[str, Group]]:
    """What is not recorded or suppressed comes last in either order."""
    if column == "name":
        return sorted(pairs, key=lambda pair: normalise(pair[0]), reverse=descending)
    known = [pair for pair in pairs if pair[1].amount(column) is not None]
    rest = [pair for pair in pairs if pair[1].amount(column) is None]
    amount: Callable[[tuple[str, Group]], float] = lambda pair: pair[1].amount(column) or 0.0  # noqa: E731
    return [*sorted(known, key=amount, reverse=descending), *rest]


def _headings(asked: Asked, first: str, columns: Sequence[str]) -> list[Heading]:
    column, descending = asked.sort
    names = [("name", first), *((key, short(key)) for key in columns)]
    state = "descending" if descending else "ascending"
    return [
        Heading(label, asked.with_sort(key), state if key == column else "none", key != "name")
        for key, label in names
    ]


def short(key: str) -> str:
    """A heading that fits over a narrow column."""
    names = {
        "received": _("Received"), "attended": _("Attended"), "first_response": _("First response"),
        "resolution": _("Resolution"), "resolution_p90": _("Nine in ten within"),
        "sla": _("Within the deadline"), "backlog": _("Open"), "late": _("Late"),
        "reopen": _("Opened again"), "satisfaction": _("Satisfied"),
    }  # fmt: skip
    return names.get(key) or str(metrics.BY_KEY[key].title)
