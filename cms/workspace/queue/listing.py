"""What one address of a queue shows: which cases, in which order and columns, how many, under which tabs.

It knows nothing of pages and templates; `view` puts it into one. Whatever is asked for twice is worked out once.
"""

from collections.abc import Sequence
from functools import cached_property

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.admin.active_filters import ActiveFilter

from casetypes.access.actors import Actor
from casetypes.access.policies import may
from casetypes.cases.models import Case
from casetypes.queues import loads, selectors
from casetypes.queues.loads import Load
from casetypes.queues.models import SavedView
from casetypes.queues.selectors import Held
from cms.workspace.desks import Rights
from cms.workspace.queue.columns import CaseColumn, columns_for
from cms.workspace.queue.filters import AWAY, CLOSED, EVERY, QueueFilters, chips, filters_for
from cms.workspace.queue.order import Order
from cms.workspace.queue.pages import AFTER, BEFORE, Count, Page, Parts, page_of
from cms.workspace.queue.search import WORDS, found, search_form
from cms.workspace.queue.sight import Sight, sight_of
from cms.workspace.queue.table import table
from cms.workspace.queue.tabs import Tab, tabs

SIZE = 50
PLACES = (AFTER, BEFORE, "p", "_w_filter_fragment")  # of an address: where in the list, not which list


class Listing:
    """`query` is what stands behind the question mark of the address."""

    def __init__(self, desk: str, actor: Actor, rights: Rights, query: QueryDict) -> None:
        self.desk, self.actor, self.rights, self.query = desk, actor, rights, query
        self.language = get_language() or "es"
        self.url = reverse("workspace_queue", args=[desk])
        self.results_url = reverse("workspace_queue_results", args=[desk])

    @cached_property
    def sight(self) -> Sight:
        """What of its cases this person may see."""
        return sight_of(self.actor, self.desk)

    # --- which cases -------------------------------------------------------------------------------------------

    @cached_property
    def parts(self) -> Parts:
        """Of the list, filtered and searched; see `pages`."""
        whole = [self.referred_away] if self.away else [self.held.own, self.held.escalated]
        return [self.narrowed(part) for part in whole]

    @cached_property
    def held(self) -> Held:
        """Read twice: as the list and as its counts."""
        return selectors.held(self.desk, self.actor)

    @property
    def referred_away(self) -> QuerySet[Case]:
        return selectors.referred_away(self.desk, self.actor)

    @property
    def away(self) -> bool:
        return self.query.get("show") == AWAY

    def narrowed(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """As the filters and the search say; open cases where they say nothing."""
        filters = self.filters if self.filters_class.asked_by(self.query) else None
        if filters is not None and filters.is_valid():
            cases = filters.filter_queryset(cases)
        else:
            cases = cases.filter(final_kind="")
        return found(cases, self.words, anonymised=self.sight.anonymised) if self.words else cases

    # --- filters and search ------------------------------------------------------------------------------------

    @property
    def filters_class(self) -> type[QueueFilters]:
        return filters_for(self.sight, language=self.language)

    @cached_property
    def filters(self) -> QueueFilters:
        return self.filters_class(self.query)

    @cached_property
    def active_filters(self) -> Sequence[ActiveFilter]:
        """One chip each."""
        if not self.filters_class.asked_by(self.query) or not self.filters.is_valid():
            return ()
        return chips(self.filters, self.results_url, self.query)

    @cached_property
    def words(self) -> str:
        """What is searched for."""
        form = search_form(self.query)
        return str(form.cleaned_data[WORDS]) if form.is_valid() else ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.active_filters)

    # --- what is shown of them ---------------------------------------------------------------------------------

    @cached_property
    def columns(self) -> Sequence[CaseColumn]:
        return columns_for(self.sight, language=self.language, away=self.away)

    @cached_property
    def order(self) -> Order:
        """What is open by its due date; closed cases have none, so the newest come first."""
        asked = self.query.get("ordering", "")
        if asked.removeprefix("-") in {column.sort_key for column in self.columns if column.sort_key}:
            return Order.parse(asked)
        return Order.parse("-opened_at" if self.query.get("show") in {CLOSED, EVERY} else "due_at")

    @cached_property
    def page(self) -> Page:
        return page_of(self.parts, self.order, self.query, SIZE)

    @property
    def table(self) -> SafeString:
        picks = self.rights.work and not self.away
        return table(self.columns, self.page.rows, order=self.order, sorting=self._sorted_url, picks=picks)

    @cached_property
    def load(self) -> Load:
        return loads.load_of(self.held)

    @cached_property
    def count(self) -> Count:
        """The open cases of the desk are counted for the tabs already."""
        if self.is_narrowed or self.query.get("show"):
            return Count.of(self.parts)
        return Count(min(self.load.open, Count.LIMIT))

    @property
    def tabs(self) -> list[Tab]:
        return tabs(self.load, self.url, self.query)

    @property
    def views(self) -> list[SavedView]:
        return selectors.saved_views(self.desk, self.actor)

    # --- addresses ---------------------------------------------------------------------------------------------

    @cached_property
    def exports_personal(self) -> bool:
        return bool(may(self.actor, "queue.export_personal", self.desk))

    @cached_property
    def kept_query(self) -> str:
        """The address of the list without a place in it: for tabs, saved views and the export."""
        return self._without(*PLACES).urlencode()

    @property
    def first_url(self) -> str:
        return f"{self.url}?{self.kept_query}"

    def _sorted_url(self, ordering: str) -> str:
        query = self._without(*PLACES)
        query["ordering"] = ordering
        return f"{self.url}?{query.urlencode()}"

    def _without(self, *names: str) -> QueryDict:
        query = self.query.copy()
        for name in names:
            query.pop(name, None)
        return query
