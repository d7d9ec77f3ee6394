"""The order of a list, and a place in it: what an address says of the page it wants.

`after=due_at~2026-12-03T15:00:00+00:00~123` names the last case of the page before by what the list is sorted by and
its number, so an address stays right while cases come and go.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

from casetypes.cases.models import Case
from casetypes.queues.rows import CaseRow

SEPARATOR = "~"


@dataclass(frozen=True)
class Mark:
    """A place in the order: the value of a case and its number. `value` None: a case without that value."""

    value: object
    number: int


@dataclass(frozen=True)
class Order:
    """By one column, then by number, so that no two cases are equal. Cases without a value come last."""

    field: str
    descending: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """`due_at`, `-opened_at`."""
        return cls(text.lstrip("-"), text.startswith("-"))

    @property
    def may_be_empty(self) -> bool:
        return bool(Case._meta.get_field(self.field).null)

    def numbers_descend(self, backwards: bool) -> bool:
        """Equally urgent cases: the older one first."""
        return (self.descending and self.field != "priority") != backwards

    def whole(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """All of them, sorted by the database; a page reads `piece`s instead."""
        nulls = {"nulls_last": True} if self.may_be_empty else {}
        return cases.order_by(
            OrderBy(F(self.field), descending=self.descending, **nulls),
            OrderBy(F("pk"), descending=self.numbers_descend(False)),
        )

    def piece(self, cases: QuerySet[Case], *, backwards: bool) -> QuerySet[Case]:
        """The order of one of `places`, as an index has it."""
        return cases.order_by(
            OrderBy(F(self.field), descending=self.descending != backwards),
            OrderBy(F("pk"), descending=self.numbers_descend(backwards)),
        )

    def merged(self, rows: list[CaseRow], *, backwards: bool) -> list[CaseRow]:
        """Rows of several pieces, in one order."""
        rows.sort(key=lambda row: row.pk, reverse=self.numbers_descend(backwards))
        valued = [row for row in rows if getattr(row, self.field) is not None]
        empty = [row for row in rows if getattr(row, self.field) is None]
        valued.sort(key=lambda row: getattr(row, self.field), reverse=self.descending != backwards)
        return [*empty, *valued] if backwards else [*valued, *empty]

    def places(self, mark: Mark | None, *, backwards: bool) -> list[Q]:
        """Where to read, from the mark on (back from it, backwards): conditions that an index can begin at."""
        empty = Q(**{f"{self.field}__isnull": True})
        if mark is None:
            return [~empty, empty] if self.descending and self.may_be_empty else [Q()]
        number = Q(pk__lt=mark.number) if self.numbers_descend(backwards) else Q(pk__gt=mark.number)
        if mark.value is None:
            return [empty & number, ~empty] if backwards else [empty & number]
        way = "lt" if self.descending != backwards else "gt"
        from_here = Q(**{f"{self.field}__{way}e": mark.value})
        there = from_here & (Q(**{f"{self.field}__{way}": mark.value}) | number)
        return [there, empty] if self.may_be_empty and not backwards else [there]

    def write(self, row: CaseRow) -> str:
        """The mark of a case, for an address."""
        value = getattr(row, self.field)
        text = value.isoformat() if isinstance(value, datetime) else "" if value is None else str(value)
        return SEPARATOR.join([self.field, text, str(row.pk)])

    def read(self, text: str) -> Mark | None:
        """None for a mark of another order, or one that was typed wrongly: then the list begins at its beginning."""
        field, _first, rest = text.partition(SEPARATOR)
        value, _second, number = rest.rpartition(SEPARATOR)
        if field != self.field or not number.isascii() or not number.isdigit() or len(number) > 18:
            return None
        try:
            column: Any = Case._meta.get_field(field)
            return Mark(column.to_python(value) if value else None, int(number))
        except Exception:  # whatever a column refuses
            return None
