"""The queue of one desk: a Wagtail listing whose columns and filters come from the definitions."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Table
from wagtail.admin.views.generic.base import BaseListingView

from casetypes.cases.models import Case
from casetypes.definitions import selectors as definitions
from casetypes.kernel.folio import FolioPattern
from casetypes.kernel.text import normalise
from casetypes.queues import selectors
from casetypes.queues.selectors import QueueShape
from cms.workspace.desks import desk_name, works_at
from cms.workspace.people import actor_of
from cms.workspace.queue.columns import columns_for
from cms.workspace.queue.filters import filters_for
from cms.workspace.queue.pages import COUNTED, BoundedPaginator


class CaseTable(Table):
    """Rows that say at a glance whether they are late."""

    def get_row_classname(self, instance: Case) -> str:
        return "q-row--late" if instance.overdue else ""


class QueueView(BaseListingView):
    """404 for a desk that does not exist or is somebody else's."""

    model = Case
    paginate_by = 50
    paginator_class = BoundedPaginator
    table_class = CaseTable
    is_searchable = True
    default_ordering = "due_at"
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
        spec = definitions.desks_spec().desks.get(self.desk)
        if spec is None or not works_at(actor_of(request), self.desk, spec):
            raise Http404(_("There is no such queue."))

    @cached_property
    def shape(self) -> QueueShape:
        return selectors.shape(self.desk)

    @cached_property
    def columns(self) -> list[Any]:  # type: ignore[override]
        return columns_for(self.shape)

    @cached_property
    def filterset_class(self) -> Any:  # type: ignore[override]
        return filters_for(self.desk, self.shape)

    def get_base_queryset(self) -> QuerySet[Case]:
        return selectors.queue(self.desk, actor_of(self.request))

    def order_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """Cases without a due date come last, whichever way; the id makes pages stable."""
        field = self.ordering.lstrip("-")
        order = F(field).desc(nulls_last=True) if self.ordering.startswith("-") else F(field).asc(nulls_last=True)
        return queryset.order_by(order, "id")

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

    def get_index_url(self) -> str:
        return reverse("workspace_queue", args=[self.desk])

    def get_index_results_url(self) -> str:
        return reverse("workspace_queue_results", args=[self.desk])

    def get_page_title(self) -> str:
        return desk_name(self.desk)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        counted = context["items_count"] if context.get("items_count") is not None else 0
        return {**context, "many": counted >= COUNTED, "desk": self.desk}
