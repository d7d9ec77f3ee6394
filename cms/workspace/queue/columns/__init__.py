"""The columns of a queue: `standard` ones and the `answers` that the definitions of its services ask for.

A column says what is in its cells: `text` as a person reads it (also in an export), `cell` as the page draws it. A new
one is a class in `standard` and a line in `STANDARD`. Columns know nothing of who looks at them and are kept until the
next publication; `table` puts them together.
"""

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from casetypes.definitions.kept import until_published
from casetypes.forms.zone_words import ZONE_TITLE
from casetypes.kernel.text import pick
from casetypes.queues.selectors import QueueShape, shape
from cms.workspace.queue.columns import standard
from cms.workspace.queue.columns.answers import AnswerColumn
from cms.workspace.queue.columns.column import CaseColumn

# Name in a definition -> what draws it, its heading, what it sorts by.
STANDARD: dict[str, tuple[type[CaseColumn], Promise | str, str]] = {
    "folio": (standard.FolioColumn, gettext_lazy("Folio"), ""),
    "service": (standard.ServiceColumn, gettext_lazy("Service"), ""),
    "state": (standard.StateColumn, gettext_lazy("State"), ""),
    "priority": (standard.PriorityColumn, gettext_lazy("Priority"), "priority"),
    "due": (standard.DueColumn, gettext_lazy("Due"), "due_at"),
    "zone": (standard.ZoneColumn, ZONE_TITLE, ""),
    "crew": (standard.CrewColumn, gettext_lazy("Crew"), ""),
    "desk": (standard.DeskColumn, gettext_lazy("Desk"), ""),
    "opened": (standard.OpenedColumn, gettext_lazy("Received"), "opened_at"),
}


@until_published
def columns_for(
    desk: str, *, roles: frozenset[str], language: str, away: bool = False
) -> tuple[CaseColumn, ...]:
    """The columns that the definitions of the desk ask for, with the crew and when each case came in."""
    asked = shape(desk)
    names = dict.fromkeys([*asked.columns, "desk" if away else "crew", "opened"])
    found = (_column(name, asked, roles, language) for name in names)
    return tuple(column for column in found if column is not None)


def _column(name: str, asked: QueueShape, roles: frozenset[str], language: str) -> CaseColumn | None:
    if name in STANDARD:
        kind, label, sort_key = STANDARD[name]
        return kind(name, str(label), language, sort_key=sort_key)
    key = name.removeprefix("form.")
    services = asked.fields.get(key)
    if not services or not all(_may_read(roles, service.field_readers(key)) for service in services):
        return None
    fields = [service.fields[key] for service in services]
    units = {getattr(field, "unit", None) or getattr(field, "currency", None) or "" for field in fields}
    return AnswerColumn(name, [pick(field.label, language) for field in fields], language, units=units - {""})


def _may_read(roles: frozenset[str], readers: Collection[str]) -> bool:
    """A field that `access` keeps for some roles is no column for the others."""
    return not readers or bool(roles.intersection(reader.partition("@")[0] for reader in readers))
