"""Quarterly reports in the admin: ask for one, watch it being made, download it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from django.views.generic import View
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.kernel.errors import DomainError
from cms.workspace.people import actor_of
from reports import files, services
from reports.counting import known
from reports.making import LANGUAGES
from reports.models import QuarterlyReport
from reports.period import Period

SHOWN = 40
SECONDS_BETWEEN_LOOKS = 2
LANGUAGE_NAMES = {"es": gettext_lazy("Spanish"), "en": gettext_lazy("English")}


def _may_ask(actor: Actor) -> bool:
    return bool(policies.may(actor, "report.request", None))


class RequestForm(forms.Form):
    """A quarter in which cases were received, and a language."""

    period = forms.ChoiceField(label=gettext_lazy("Quarter"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[(key, LANGUAGE_NAMES[key]) for key in LANGUAGES]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quarters = [(one.key, one.title) for one in known.periods() if one.quarter]
        self.fields["period"].choices = quarters  # type: ignore[attr-defined]


class ReportsView(WagtailAdminTemplateMixin, View):
    """The list looks again by itself while a report is being made; it needs no JavaScript."""

    template_name = "workspace/reports/list.html"
    page_title = gettext_lazy("Quarterly reports")
    header_icon = "doc-full"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        policies.require(actor_of(request), "report.request")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(RequestForm(), status=200)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RequestForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            services.request_report(
                period=Period.parse(form.cleaned_data["period"]),
                language=form.cleaned_data["language"],
                actor=actor_of(request),
            )
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("The report is being made. You may leave this page."))
        return redirect("workspace_reports")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def _page(self, form: RequestForm, *, status: int) -> HttpResponse:
        reports = list(QuarterlyReport.objects.defer("figures").select_related("requested_by")[:SHOWN])
        context = self.get_context_data(form=form, rows=rows(reports))
        response = self.render_to_response(context, status=status)
        if any(row["underway"] for row in context["rows"]):
            response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
        return response


def rows(reports: Sequence[QuarterlyReport]) -> list[dict[str, Any]]:
    """What the list shows of each report; `step` is a msgid of the catalogue of texts."""
    states = {
        QuarterlyReport.QUEUED: _("Waiting"), QuarterlyReport.RUNNING: _("Being made"),
        QuarterlyReport.DONE: _("Ready"), QuarterlyReport.FAILED: _("Failed"),
    }  # fmt: skip
    return [
        {
            "report": report, "title": Period.parse(report.period).title, "state": states[report.state],
            "language": LANGUAGE_NAMES.get(report.language, report.language),
            "step": _(report.step) if report.step else "",
            "underway": report.state in (QuarterlyReport.QUEUED, QuarterlyReport.RUNNING),
            "url": reverse("workspace_report_file", args=[report.pk]) if report.file else "",
        }
        for report in reports
    ]  # fmt: skip


@require_GET
def report_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file of one report, also of one that a newer report has replaced on the public page."""
    policies.require(actor_of(request), "report.request")
    report = QuarterlyReport.objects.filter(pk=pk, state=QuarterlyReport.DONE).first()
    if report is None or not files.is_there(report):
        raise Http404(_("There is no such file."))
    return FileResponse(
        files.open_file(report), content_type="application/pdf", filename=files.public_name(report)
    )


class ReportsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return _may_ask(actor_of(request))


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("informes/", ReportsView.as_view(), name="workspace_reports"),
        path("informes/<int:pk>.pdf", report_file, name="workspace_report_file"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    address = reverse("workspace_reports")
    label = gettext_lazy("Quarterly reports")
    return ReportsMenuItem(label, address, name="quarterly-reports", icon_name="doc-full", order=60)
