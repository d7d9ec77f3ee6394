"""The page on which a draft is tried on past cases. While a worker is at it the page looks again by itself, with
JavaScript or without."""

import csv
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from casetypes.access.actors import Actor
from casetypes.cases.confidentiality import without_confidential
from casetypes.cases.models import Case
from casetypes.kernel.errors import DomainError, NotFound
from casetypes.proving.replay import output
from cms.studio import selectors as drafts
from cms.studio.models import Draft
from cms.studio.pages.frame import language, service_crumbs, studio_page, trail
from cms.studio.replays import selectors, services, tasks, told
from cms.studio.replays.drawn import charts
from cms.studio.replays.models import ReplayRun

PER_PAGE = 30
AFTER = {"days": "dias", "kind": "tipo", "after": "despues"}  # names in addresses


@studio_page
def page(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Ask, watch, read; for who may read definitions. The cases only as far as the actor may see them."""
    draft = drafts.get(pk)
    if request.method == "POST":
        return _act(request, actor, draft)
    title = _("Past cases under the draft of %(key)s") % {"key": draft.key}
    before = {"url": reverse("studio_draft", args=[pk]), "label": _("Draft")}
    context = {
        "draft": draft, "may_ask": selectors.may_ask(actor, draft) and draft.is_open, "periods": _periods(),
        "usual": services.USUAL,
        "header_title": title, "header_icon": "history",
        **trail(_("Past cases"), *service_crumbs(draft), before), **_state(draft), **_result(request, actor, draft),
    }  # fmt: skip
    return render(request, "replays/page.html", context)


def _act(request: HttpRequest, actor: Actor, draft: Draft) -> HttpResponse:
    try:
        if request.POST.get("do") == "cancel":
            services.cancel(draft.pk, actor=actor)
            messages.success(request, _("Cancelled. Nothing of it is kept."))
        else:
            days = request.POST.get("days", "")
            run = services.ask(draft.pk, days=int(days) if days.isdecimal() else 0, actor=actor)
            tasks.enqueue(run.pk)
            messages.success(request, _("The past cases are being judged. You may leave this page."))
    except DomainError as error:
        fields = [text for texts in getattr(error, "fields", {}).values() for text in texts]
        messages.error(request, " ".join(fields) or error.message)
    return redirect("studio_replay", draft.pk)


@require_GET
@studio_page
def progress(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The line of progress alone, looked at every two seconds; when it is over, the whole page is read again."""
    draft = drafts.get(pk)
    state = _state(draft)
    response = render(request, "replays/progress.html", {
        "draft": draft, "may_ask": selectors.may_ask(actor, draft), **state,
    })  # fmt: skip
    if not state["underway"]:
        response["HX-Refresh"] = "true"
    return response


def _state(draft: Draft) -> dict[str, Any]:
    newest = selectors.newest(draft)
    return {
        "underway": newest if newest is not None and newest.underway else None,
        "failed": newest if newest is not None and newest.state == ReplayRun.FAILED else None,
    }


def _result(request: HttpRequest, actor: Actor, draft: Draft) -> dict[str, Any]:
    run = selectors.finished(draft)
    if run is None:
        return {"run": None}
    words = told.words_of(run, language())
    kind = request.GET.get(AFTER["kind"], "")
    kind = kind if kind in run.summary["kinds"] or kind == selectors.UNEVALUABLE else ""
    found = selectors.listed(run, actor, kind=kind, after=_number(request, "after"), size=PER_PAGE)
    return {
        "run": run, "summary": run.summary, "stale": selectors.is_stale(run, draft),
        "charts": charts(run.summary, words), "clocks": told.clock_lines(run.summary, words),
        "ways": told.ways(run.summary, words), "notes": list(output.notes(run.summary, words)),
        "kinds": told.kinds(run.summary), "kind": kind,
        "cases": told.case_lines(found.findings, words), "after": found.after,
        "first_page": not _number(request, "after"), "exportable": _exportable(draft),
        "unevaluable": selectors.UNEVALUABLE, "sees_cases": selectors.visible(run, actor).exists(),
    }  # fmt: skip


def _exportable(draft: Draft) -> bool:
    """No confidential case leaves the house as a file, for its readers neither."""
    return without_confidential(Case.objects.filter(case_type=draft.key)).exists()


@require_GET
@studio_page
def table(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The kept cases that the actor may see, one row per difference. Raises NotFound."""
    draft = drafts.get(pk)
    run = selectors.finished(draft)
    if run is None or not _exportable(draft):
        raise NotFound(_("There is no such file."))
    rows = selectors.visible(run, actor, request.GET.get(AFTER["kind"], ""))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{draft.key}-casos-pasados.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(output.heads())
    writer.writerows(output.lines(map(told.finding_of, rows), told.words_of(run, language())))
    return response


def _periods() -> list[tuple[int, str]]:
    return [(days, _period(days)) for days in services.PERIODS]


def _period(days: int) -> str:
    if days == 365:
        return _("the last year")
    return ngettext("the last %(days)s day", "the last %(days)s days", days) % {"days": days}


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(AFTER[name], "")
    return int(text) if text.isdecimal() and len(text) < 18 else 0
