"""The page of a case. A stranger's case is 404; a stale click comes back here as a plain conflict (409)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases import outbox, selectors, services
from casetypes.cases.models import Case
from casetypes.evidence import services as evidence
from casetypes.evidence.models import Attachment
from casetypes.kernel.errors import DomainError, Invalid, NotFound
from cms.workspace.case.facts import facts_of
from cms.workspace.case.timeline import timeline
from cms.workspace.desks import desk_name
from cms.workspace.people import actor_of


def case_for(actor: Actor, folio: str) -> Case:
    """The case, or Django's 404."""
    try:
        return selectors.get_for(actor, folio)
    except NotFound as missing:
        raise Http404(missing.message) from missing


@require_GET
def show(request: HttpRequest, folio: str) -> HttpResponse:
    return render_case(request, case_for(actor_of(request), folio))


def render_case(request: HttpRequest, case: Case, *, status: int = 200, conflict: str = "") -> HttpResponse:
    facts = facts_of(case, actor_of(request))
    context = {
        "facts": facts, "case": case, "timeline": timeline(case), "conflict": conflict,
        "desk_name": desk_name(case.desk_id),
        "header_title": f"{facts.title} · {case.folio}",
        "breadcrumbs_items": breadcrumbs(case, facts.title),
    }  # fmt: skip
    return render(request, "workspace/case.html", context, status=status)


def breadcrumbs(case: Case, title: str, *more: dict[str, str]) -> list[dict[str, Any]]:
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    queue = {"url": reverse("workspace_queue", args=[case.desk_id]), "label": desk_name(case.desk_id)}
    own = {"url": reverse("workspace_case", args=[case.folio]), "label": case.folio, "sublabel": title}
    return [home, queue, own, *more]


def back(folio: str) -> HttpResponseRedirect:
    return redirect("workspace_case", folio)


@require_POST
def note(request: HttpRequest, folio: str) -> HttpResponse:
    """An internal note; what cannot be written is said, and the text is kept in the message."""
    case_for(actor_of(request), folio)
    try:
        services.add_note(folio, actor=actor_of(request), text=request.POST.get("text", ""))
    except Invalid as invalid:
        messages.error(request, " ".join(text for texts in invalid.fields.values() for text in texts))
    except DomainError as refused:
        messages.error(request, refused.message)
    return back(folio)


@require_POST
def retry(request: HttpRequest, folio: str, entry: int) -> HttpResponse:
    """Send a parked message again."""
    case = case_for(actor_of(request), folio)
    policies.require(actor_of(request), "case.work", case)
    outbox.retry_parked(entry)
    messages.success(request, _("It is being sent again."))
    return back(folio)


@require_GET
def original(request: HttpRequest, folio: str, attachment: str) -> HttpResponse:
    """The original of a file, on the record (chain of custody)."""
    case = case_for(actor_of(request), folio)
    found = Attachment.objects.filter(case=case, pk=attachment).first()
    if found is None:
        raise Http404
    response = HttpResponse(evidence.read_original(found, actor_of(request)), content_type=found.content_type)
    response["Content-Disposition"] = f'attachment; filename="{case.folio}-{found.field}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
