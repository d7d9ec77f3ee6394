"""The columns of a queue: `standard` ones and the `answers` that the definitions of its services ask for.

A column says what is in its cells: `text` as a person reads it (also in an export), `cell` as the page draws it. A new
one is a class in `standard` and a line in `STANDARD`. Columns know of who looks at them only the `sight` and are
kept until the next publication; `table` puts them together. What of a case may be read at all is said by `sight`.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from casetypes.definitions.kept import until_published
from casetypes.forms.zone_words import ZONE_TITLE
from casetypes.kernel.text import pick
from casetypes.queues.selectors import QueueShape, shape
from cms.workspace.queue.columns import standard
from cms.workspace.queue.columns.answers import AnswerColumn
from cms.workspace.queue.columns.column import CaseColumn
from cms.workspace.queue.sight import Sight

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
def columns_for(sight: Sight, *, language: str, away: bool = False) -> tuple[CaseColumn, ...]:
    """The columns that the definitions of the desk ask for, with the crew and when each case came in."""
    asked = shape(sight.desk)
    names = dict.fromkeys([*asked.columns, "desk" if away else "crew", "opened"])
    found = (_column(name, asked, sight, language) for name in names)
    return tuple(column for column in found if column is not None)


def _column(name: str, asked: QueueShape, sight: Sight, language: str) -> CaseColumn | None:
    if name in STANDARD:
        kind, label, sort_key = STANDARD[name]
        if sight.anonymised and kind is standard.ZoneColumn:
            kind = standard.CoarseZoneColumn
        return kind(name, str(label), language, sort_key=sort_key)
    key = name.removeprefix("form.")
    services = [service for service in asked.fields.get(key, ()) if sight.ever_reads(service, key)]
    if not services:
        return None
    fields = [service.fields[key] for service in services]
    units = {getattr(field, "unit", None) or getattr(field, "currency", None) or "" for field in fields}
    headings = [pick(field.label, language) for field in fields]
    return AnswerColumn(name, headings, language, sight=sight, units=units - {""})
