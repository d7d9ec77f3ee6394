"""The table as plain data: doors by what people do, roles in columns; and the steps of each service."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language, gettext, gettext_lazy, pgettext_lazy

from casetypes.access import doors
from casetypes.cases.role_names import ROLE_NAMES
from casetypes.definitions import selectors as definitions
from casetypes.kernel.text import pick
from cms.workspace.desks import desk_name
from cms.workspace.who_may import roles
from cms.workspace.who_may.asking import NO, Cell
from cms.workspace.who_may.roles import COLUMNS, STAFF

DOINGS = {
    "reporting": gettext_lazy("Reporting and following"), "cases": gettext_lazy("Cases"),
    "queues": gettext_lazy("Queues"), "files": gettext_lazy("Photos and documents"),
    "definitions": gettext_lazy("Services and their definitions"), "figures": gettext_lazy("Figures and reports"),
    "people": gettext_lazy("People and rights"), "pages": gettext_lazy("Pages of the site"),
    "own": gettext_lazy("One's own access"), "machines": gettext_lazy("Programs"),
}  # fmt: skip
REACHES = {
    "all": pgettext_lazy("reach", "everything"), "department": pgettext_lazy("reach", "own department"),
    "desk": pgettext_lazy("reach", "own desk"), "yes": pgettext_lazy("reach", "yes"),
    "anonymised": pgettext_lazy("reach", "without personal data"), "report": pgettext_lazy("reach", "own report"),
    "group": pgettext_lazy("reach", "by group of the CMS"), "no": pgettext_lazy("reach", "no"),
}  # fmt: skip
SIGNS = {
    "all": "●",
    "department": "◕",
    "desk": "◑",
    "yes": "✓",
    "anonymised": "◌",
    "report": "◔",
    "group": "◇",
    "no": "–",
}


@dataclass(frozen=True)
class Shown:
    """One cell in words; `why` is empty where nothing opens it."""

    reach: str
    sign: str
    word: str
    why: str


@dataclass(frozen=True)
class Row:
    title: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True)
class Group:
    title: str
    rows: tuple[Row, ...]


def columns(role: str = "") -> tuple[str, ...]:
    return (role,) if role in COLUMNS else COLUMNS


def column_name(key: str) -> str:
    return gettext("everybody") if key == "public" else str(ROLE_NAMES[key])


def groups(role: str = "", word: str = "") -> list[Group]:
    """Every door, by what people do; with a word only those whose title has it, with a role only what it may."""
    with roles.asked(columns(role)) as asked:
        if asked is None:
            return []
        found: dict[str, dict[str, Row]] = {key: {} for key in DOINGS}
        for door in doors.listed():
            title = str(door.title)
            if word.casefold() not in title.casefold() or "nobody" in door.permissions:
                continue
            everybody = door.audience == "public"
            cells = tuple(shown(asked.cell(door, column), open_to_all=everybody) for column in columns(role))
            if role not in COLUMNS or cells[0].reach != NO:
                found[door.doing].setdefault(f"{title}{cells}", Row(title, cells))
    return [Group(str(DOINGS[key]), tuple(rows.values())) for key, rows in found.items() if rows]


def shown(found: Cell, *, open_to_all: bool = False) -> Shown:
    """In words, with the rights that open it."""
    shows_why = not open_to_all and found.reach not in {NO, "group", "report"}
    why = _why(found) if shows_why else ""
    return Shown(found.reach, SIGNS[found.reach], str(REACHES[found.reach]), why)


def _why(found: Cell) -> str:
    """What opens it; "" where several combinations of rights do."""
    if found.by_post:
        return gettext("by the post itself")
    told = {"rights": " + ".join(found.rights) if found.together else ", ".join(found.rights)}
    return gettext("by the right: %(rights)s") % told if found.rights else ""


@dataclass(frozen=True)
class Step:
    """A transition and, per role of the staff and the reporter, where it may be taken."""

    title: str
    cells: tuple[str, ...]


STEP_COLUMNS = ("reporter", *STAFF[:5])


def services() -> list[tuple[str, str]]:
    return [(each.key, pick(each.compiled.spec.title, _language())) for each in definitions.live_services()]


def steps(service: str) -> list[Step]:
    """Who takes which step of a service, as its live definition says."""
    live = next((each for each in definitions.live_services() if each.key == service), None)
    if live is None:
        return []
    spec = live.compiled.spec.transitions
    return [Step(pick(one.title, _language()) or key, tuple(_taken(one.by))) for key, one in spec.items()]


def _taken(by: list[str]) -> Iterator[str]:
    """Per column: "●" at the case's own desk, the desk's name where one is named, "–" for who never does."""
    for role in STEP_COLUMNS:
        places_named = [ref.partition("@")[2] for ref in by if ref.partition("@")[0] == role]
        yield ", ".join(desk_name(desk) if desk else SIGNS["all"] for desk in places_named) or SIGNS["no"]


def _language() -> str:
    return get_language() or "es"
