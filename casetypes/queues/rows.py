"""A case as one line of a list: what a queue shows of it, as plain values. A model costs ten times as much to build."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from casetypes.cases.models import Case
from casetypes.kernel.text import Texts


class CaseRow(NamedTuple):
    """Named as the columns of `Case`; `zone` and `crew` are their names, None where there is none."""

    pk: int
    folio: str
    version_id: int
    state: str
    public_status: str
    final_kind: str
    priority: int
    priority_because: Texts
    due_at: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    desk_id: str
    escalated_to_id: str | None
    demonstration: bool
    answers: dict[str, Any]
    zone: str | None
    crew: Texts | None


COLUMNS = (*CaseRow._fields[:-2], "zone__name", "crew__name")


def values(cases: QuerySet[Case]) -> QuerySet[Case, tuple[Any, ...]]:
    """The columns of a row, to sort, cut or unite further; `CaseRow._make` names them."""
    return cases.values_list(*COLUMNS)


def each(cases: QuerySet[Case], *, at_a_time: int) -> Iterator[CaseRow]:
    """Every row, read `at_a_time`, so that a file may be longer than the memory."""
    return map(CaseRow._make, values(cases).iterator(chunk_size=at_a_time))
