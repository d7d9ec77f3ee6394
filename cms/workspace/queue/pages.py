"""Paging that costs the same at a million cases: a page begins after the last case of the page before it.

An address names that case by what it is sorted by and its number (`after=due_at~2026-12-03T15:00:00+00:00~123`), so it
stays right while cases come and go. Counting stops at a limit and then says "more than".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casetypes.cases.models import Case

COUNTED = 1_000
AFTER, BEFORE = "after", "before"
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

    def sorted(self, cases: QuerySet[Case], *, backwards: bool = False) -> QuerySet[Case]:
        down, nulls = self.descending != backwards, {}
        if self.may_be_empty:
            nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        return cases.order_by(
            OrderBy(F(self.field), descending=down, **nulls),
            OrderBy(F("pk"), descending=self.numbers_descend(backwards)),
        )

    @property
    def whole(self) -> list[Q]:
        """Everything. Backwards an index gives the empty ones first, so they are read apart."""
        empty = Q(**{f"{self.field}__isnull": True})
        return [~empty, empty] if self.descending and self.may_be_empty else [Q()]

    def piece(self, cases: QuerySet[Case], *, backwards: bool) -> QuerySet[Case]:
        """The order of a part that is all with or all without a value, as an index has it."""
        return cases.order_by(
            OrderBy(F(self.field), descending=self.descending != backwards),
            OrderBy(F("pk"), descending=self.numbers_descend(backwards)),
        )

    def beyond(self, mark: Mark, *, backwards: bool) -> list[Q]:
        """What comes after the mark (before it, backwards): conditions that an index can begin at."""
        number = Q(pk__lt=mark.number) if self.numbers_descend(backwards) else Q(pk__gt=mark.number)
        empty = Q(**{f"{self.field}__isnull": True})
        if mark.value is None:
            return [empty & number, ~empty] if backwards else [empty & number]
        way = "lt" if self.descending != backwards else "gt"
        from_here = Q(**{f"{self.field}__{way}e": mark.value})
        there = from_here & (Q(**{f"{self.field}__{way}": mark.value}) | number)
        return [there, empty] if self.may_be_empty and not backwards else [there]

    def write(self, case: Case) -> str:
        """The mark of a case, for an address."""
        value = getattr(case, self.field)
        text = value.isoformat() if isinstance(value, datetime) else "" if value is None else str(value)
        return SEPARATOR.join([self.field, text, str(case.pk)])

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


@dataclass(frozen=True)
class Page:
    """Cases of one page, and the marks of the pages beside it; empty where there is none."""

    object_list: Sequence[Case]
    after: str = ""
    before: str = ""

    @property
    def has_other_pages(self) -> bool:
        return bool(self.after or self.before)


class Counter:
    """How many cases there are, as far as somebody counts; Wagtail calls it the paginator of the list."""

    def __init__(self, cases: QuerySet[Case], known: int | None = None) -> None:
        self.cases, self.known = cases, known

    @cached_property
    def count(self) -> int:
        if self.known is not None:
            return min(self.known, COUNTED)
        return self.cases.order_by().select_related(None).values("pk")[:COUNTED].count()

    def get_elided_page_range(self, number: object) -> list[int]:
        """Pages have no numbers."""
        return []

    @property
    def is_open_ended(self) -> bool:
        return self.count >= COUNTED

    @property
    def words(self) -> str:
        if self.is_open_ended:
            return _("more than %(count)s cases") % {"count": COUNTED - 1}
        return ngettext("%(count)s case", "%(count)s cases", self.count) % {"count": self.count}


def page_of(cases: QuerySet[Case], split: Sequence[Q], order: Order, query: Any, size: int) -> Page:
    """The page that the address asks for. `split` are conditions which together hold every case and which an index
    answers in order, where their OR would not: each is read as far as one page."""
    backwards = bool(query.get(BEFORE))
    mark = order.read(query.get(BEFORE) or query.get(AFTER) or "")
    places = order.beyond(mark, backwards=backwards) if mark else order.whole
    pieces = [cases.filter(condition & place) for condition in split for place in places]
    found = list(_first(cases, pieces, order, backwards=backwards and mark is not None, number=size + 1))
    more, found = len(found) > size, found[:size]
    if backwards and mark is not None:
        found.reverse()
        return _page(found, order, before=more, after=True)
    return _page(found, order, before=mark is not None, after=more)


def _first(
    cases: QuerySet[Case], pieces: Sequence[QuerySet[Case]], order: Order, *, backwards: bool, number: int
) -> QuerySet[Case]:
    if len(pieces) == 1:
        return order.sorted(pieces[0], backwards=backwards)[:number]
    firsts = [
        order.piece(piece.select_related(None), backwards=backwards)[:number].values("pk") for piece in pieces
    ]
    wanted = firsts[0].union(*firsts[1:])
    rows = Case.objects.filter(pk__in=wanted)
    rows.query.select_related = cases.query.select_related
    rows.query.deferred_loading = cases.query.deferred_loading
    return order.sorted(rows, backwards=backwards)[:number]


def _page(found: Sequence[Case], order: Order, *, before: bool, after: bool) -> Page:
    if not found:
        return Page(found)
    return Page(found, order.write(found[-1]) if after else "", order.write(found[0]) if before else "")
