"""The queue of one desk: a Wagtail listing whose columns and filters come from the definitions."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import Table
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button, HeaderButton

from casetypes.cases.confidentiality import without_confidential
from casetypes.cases.models import Case
from casetypes.definitions import selectors as definitions
from casetypes.kernel.folio import FolioPattern
from casetypes.kernel.text import normalise
from casetypes.queues import selectors
from casetypes.queues.selectors import Load, QueueShape
from cms.workspace.desks import Rights, desk_name, rights_at
from cms.workspace.people import actor_of
from cms.workspace.queue.columns import CaseColumn, PickColumn, columns_for
from cms.workspace.queue.export import export
from cms.workspace.queue.filters import AWAY, CLOSED, EVERY, filters_for
from cms.workspace.queue.pages import AFTER, BEFORE, Counter, Order, Page, page_of
from cms.workspace.queue.tabs import tabs
from cms.workspace.words import lateness

ROW_CLASSES = {"late": "q-row q-row--late", "soon": "q-row q-row--soon"}


class CaseTable(Table):
    """Rows that say at a glance whether they are late."""

    def get_row_classname(self, instance: Case) -> str:
        return ROW_CLASSES.get(lateness(instance), "q-row")


class QueueView(BaseListingView):
    """404 for a desk that does not exist or is somebody else's."""

    model = Case
    paginate_by = 50
    page_kwarg = AFTER
    table_class = CaseTable
    table_classname = "listing q-table"
    is_searchable = True
    header_icon = "tasks"
    verbose_name = gettext_lazy("case")
    verbose_name_plural = gettext_lazy("cases")
    template_name = "workspace/queue.html"
    results_template_name = "workspace/queue_results.html"
    any_permission_required: list[str] = []
    permission_policy = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.desk = kwargs["desk"]
        self.actor = actor_of(request)
        self.rights: Rights = rights_at(self.desk, self.actor)
        if not self.rights.open:
            raise Http404(_("There is no such queue."))

    @cached_property
    def shape(self) -> QueueShape:
        return selectors.shape(self.desk)

    @property
    def away(self) -> bool:
        return self.request.GET.get("show") == AWAY

    @cached_property
    def case_columns(self) -> list[CaseColumn]:
        return columns_for(self.shape, self.actor, away=self.away)

    @cached_property
    def columns(self) -> list[Any]:  # type: ignore[override]
        picks = [PickColumn("pick")] if self.rights.work and not self.away else []
        return [*picks, *self.case_columns]

    @cached_property
    def filterset_class(self) -> Any:  # type: ignore[override]
        return filters_for(self.desk, self.shape, self.actor)

    @cached_property
    def active_filters(self) -> list[Any]:
        """The tabs say what is shown; a chip would say it twice."""
        return [each for each in super().active_filters if each.auto_id != "id_show"]

    @cached_property
    def is_filtering(self) -> bool:
        return bool(self.active_filters)

    def get_base_queryset(self) -> QuerySet[Case]:
        return selectors.referred_away(self.desk, self.actor) if self.away else self.held

    @cached_property
    def held(self) -> QuerySet[Case]:
        """Read twice: as the list and as its counts."""
        return selectors.queue(self.desk, self.actor)

    def order_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """Cases without a due date come last, whichever way; the id makes pages stable."""
        return self.order.sorted(queryset)

    @property
    def order(self) -> Order:
        return Order.parse(self.ordering)

    @property
    def default_ordering(self) -> str:  # type: ignore[override]
        """What is open by its due date; closed cases have none, so the newest come first."""
        return "-opened_at" if self.request.GET.get("show") in {CLOSED, EVERY} else "due_at"

    def paginate_queryset(  # type: ignore[override]
        self, queryset: QuerySet[Case], page_size: int
    ) -> tuple[Counter, Page, Sequence[Case], bool]:
        """Own and escalated cases are read apart: each has an index that is in order, both together have not."""
        held = [Q(desk=self.desk), Q(escalated_to=self.desk, final_kind="")]
        page = page_of(queryset, [Q()] if self.away else held, self.order, self.request.GET, page_size)
        return Counter(queryset, self._known_count), page, page.object_list, page.has_other_pages

    @property
    def _known_count(self) -> int | None:
        """The open cases of the desk are counted for the tabs already."""
        narrowed = self.is_searching or self.is_filtering or self.request.GET.get("show")
        return None if narrowed else self.load.open

    @cached_property
    def load(self) -> Load:
        return selectors.load_of(self.desk, self.held)

    def search_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """A folio however it is typed; otherwise every word, without accents, anywhere in the case's text."""
        if not self.is_searching:
            return queryset
        pattern = FolioPattern(definitions.city().folio)
        folio = pattern.normalise(self.search_query)
        if pattern.is_valid(folio):
            return queryset.filter(folio=folio)
        for word in normalise(self.search_query).split():
            queryset = queryset.filter(search_text__contains=word)
        return queryset

    def get_search_form(self) -> SearchForm:
        data = self.request.GET if self.search_kwarg in self.request.GET else None
        return SearchForm(data, placeholder=_("Folio, colonia or words…"))

    def get_index_url(self) -> str:
        return reverse("workspace_queue", args=[self.desk])

    def get_index_results_url(self) -> str:
        return reverse("workspace_queue_results", args=[self.desk])

    def get_page_title(self) -> str:
        return desk_name(self.desk)

    @cached_property
    def header_buttons(self) -> list[Button]:  # type: ignore[override]
        if not self.actor.has_right("capture"):
            return []
        return [HeaderButton(_("Capture a report"), url=reverse("workspace_capture"), icon_name="plus")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:  # type: ignore[override]
        if not self.rights.export:
            return []
        url = f"{reverse('workspace_queue_export', args=[self.desk])}?{self._query()}"
        return [Button(_("Download as CSV"), url=url, icon_name="download", priority=10)]

    def _query(self) -> str:
        query = self.request.GET.copy()
        for name in (AFTER, BEFORE, "p", "_w_filter_fragment"):
            query.pop(name, None)
        return query.urlencode()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        return {
            **context,
            "desk": self.desk,
            "rights": self.rights,
            "tabs": tabs(self.load, self.index_url, self.request.GET),
            "views": selectors.saved_views(self.desk, self.actor),
            "query": self._query(),
            "first_url": f"{self.index_url}?{self._query()}",
        }


class QueueExport(QueueView):
    """The same cases as a file, for those whose role may take them out; never a confidential one."""

    def get_base_queryset(self) -> QuerySet[Case]:
        return without_confidential(super().get_base_queryset())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.rights.export:
            raise PermissionDenied(_("Your role does not include this."))
        return export(self.desk, self.get_queryset(), self.case_columns)
