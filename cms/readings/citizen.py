"""What a person is told of who read their data: on the page of their own report and among "my data".

For a template: `{% include "readings/of_person.html" with readings=… address=… %}`, with what `of_case` or `of_own`
gave. Whoever shows it has proven that the person is this one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from casetypes.cases.models import Case, PersonalReading
from casetypes.cases.personal_data import readings
from cms.components.shapes import TimelineEntry
from cms.readings import told

PAGE = 5
PARAMETER = "lecturas"


@dataclass(frozen=True)
class Read:
    """Readings as a timeline, newest first. `older`: the value of `PARAMETER` that leads to those before; `first`
    says whether these are the newest, `several` whether they are of all the reports of a list."""

    entries: Sequence[TimelineEntry]
    older: str
    first: bool
    several: bool
    parameter: str = PARAMETER


def of_case(case: Case, after: str = "") -> Read:
    """Of one report. One query."""
    found = readings.of_case(case).select_related("case")
    return _read(readings.slice_of(found, after, PAGE), after, folios=False)


def of_own(found: QuerySet[PersonalReading], after: str = "") -> Read:
    """Of several reports of one person, each with its folio. One query."""
    return _read(readings.slice_of(found.select_related("case"), after, PAGE), after, folios=True)


def _read(found: readings.Slice, after: str, *, folios: bool) -> Read:
    return Read(
        [_entry(row, folios=folios) for row in found.rows], found.after, first=not after, several=folios
    )


def _entry(row: PersonalReading, *, folios: bool) -> TimelineEntry:
    data = told.what(row)
    return TimelineEntry(
        what=told.purpose(row), who=told.by_whom(row), when=row.at,
        why=f"{row.case.folio}: {data}" if folios else data,
    )  # fmt: skip
