"""Paging and counting that cost the same at a million cases: a page begins after the last case of the page before it.

A list comes in parts that share no case and that an index answers in order, where their OR would not (see
`queues.selectors.Held`): each is read as far as one page, in one query, and merged here. Counting stops at a limit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casetypes.cases.models import Case
from casetypes.queues import rows
from casetypes.queues.rows import CaseRow
from cms.workspace.queue.order import Order

AFTER, BEFORE = "after", "before"

Parts = Sequence[QuerySet[Case]]


@dataclass(frozen=True)
class Page:
    """Cases of one page, and the marks of the pages beside it; empty where there is none."""

    rows: Sequence[CaseRow]
    after: str = ""
    before: str = ""


def page_of(parts: Parts, order: Order, query: Mapping[str, str], size: int) -> Page:
    """The page that the address asks for. One query."""
    mark = order.read(query.get(BEFORE) or query.get(AFTER) or "")
    backwards = mark is not None and bool(query.get(BEFORE))
    places = order.places(mark, backwards=backwards)
    pieces = [part.filter(place) if place else part for part in parts for place in places]
    found = order.merged(_first(pieces, order, backwards, size + 1), backwards=backwards)
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
        return _page(found, order, before=more, after=True)
    return _page(found, order, before=mark is not None, after=more)


def _first(pieces: Parts, order: Order, backwards: bool, number: int) -> list[CaseRow]:
    first, *others = (rows.values(order.piece(piece, backwards=backwards)[:number]) for piece in pieces)
    return [CaseRow._make(row) for row in (first.union(*others, all=True) if others else first)]


def _page(found: Sequence[CaseRow], order: Order, *, before: bool, after: bool) -> Page:
    if not found:
        return Page(found)
    return Page(found, order.write(found[-1]) if after else "", order.write(found[0]) if before else "")


@dataclass(frozen=True)
class Count:
    """How many cases a list has, as far as somebody counts."""

    number: int
    LIMIT: ClassVar[int] = 1_000

    @classmethod
    def of(cls, parts: Parts) -> "Count":
        """One query."""
        first, *others = (part.order_by().values("pk")[: cls.LIMIT] for part in parts)
        return cls(min((first.union(*others, all=True) if others else first).count(), cls.LIMIT))

    @property
    def is_open_ended(self) -> bool:
        return self.number >= self.LIMIT

    @property
    def words(self) -> str:
        if self.is_open_ended:
            return _("more than %(count)s cases") % {"count": self.LIMIT - 1}
        return ngettext("%(count)s case", "%(count)s cases", self.number) % {"count": self.number}

    @property
    def matching(self) -> str:
        """The same after a search or a filter."""
        if self.is_open_ended:
            return self.words
        return ngettext("%(count)s case matches", "%(count)s cases match", self.number) % {
            "count": self.number
        }
