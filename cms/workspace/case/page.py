"""The page of a case. A stranger's case is 404; a stale click comes back here as a plain conflict (409)."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases import outbox, selectors, services
from casetypes.cases.models import Case, OutboxEntry
from casetypes.kernel.errors import DomainError, Invalid, NotFound
from casetypes.queues import priority
from casetypes.queues.services import Given, assign
from cms.workspace.case.corrected import reader_of
from cms.workspace.case.facts import facts_of
from cms.workspace.case.personal import Asked
from cms.workspace.case.timeline import Entry, timeline
from cms.workspace.crumbs import case_crumbs
from cms.workspace.desks import desk_name, rights_at
from cms.workspace.people import actor_of


@dataclass(frozen=True)
class Conflict:
    """Why a click came to nothing, what happened meanwhile, and the words that would otherwise be lost."""

    message: str
    since: tuple[Entry, ...] = ()
    written: tuple[str, ...] = ()


def case_for(actor: Actor, folio: str) -> Case:
    """The case, or Django's 404."""
    try:
        return selectors.get_for(actor, folio)
    except NotFound as missing:
        raise Http404(missing.message) from missing


@require_GET
def show(request: HttpRequest, folio: str) -> HttpResponse:
    return render_case(request, case_for(actor_of(request), folio))


def render_case(
    request: HttpRequest,
    case: Case,
    *,
    status: int = 200,
    conflict: Conflict | None = None,
    asked: Asked | None = None,
) -> HttpResponse:
    """`asked`: a purpose of reading that was not accepted. The page is kept in no cache: it may show personal data."""
    actor = actor_of(request)
    facts = facts_of(case, actor, asked)
    reader = reader_of(case, actor, facts.personal.seen)
    context = {
        "facts": facts, "case": case, "conflict": conflict,
        "timeline": timeline(case, anonymised=facts.anonymised, reader=reader), "desk_name": desk_name(case.desk_id),
        "escalated_to": desk_name(case.escalated_to_id) if case.escalated_to_id else "",
        "header_title": f"{facts.title} · {case.folio}",
        "breadcrumbs_items": case_crumbs(case, title=facts.title, opens_queue=opens_queue(actor, case)),
    }  # fmt: skip
    response = render(request, "workspace/case.html", context, status=status)
    add_never_cache_headers(response)
    return response


def opens_queue(actor: Actor, case: Case) -> bool:
    return rights_at(case.desk_id, actor).open


def back(folio: str, anchor: str = "") -> HttpResponseRedirect:
    response = redirect("workspace_case", folio)
    if anchor:
        response["Location"] = f"{response.url}#{anchor}"
    return response


@require_POST
def note(request: HttpRequest, folio: str) -> HttpResponse:
    """An internal note; what cannot be written is said."""
    policies.require(actor_of(request), "case.note", case_for(actor_of(request), folio))
    try:
        services.add_note(folio, actor=actor_of(request), text=request.POST.get("text", ""))
    except Invalid as invalid:
        messages.error(request, " ".join(text for texts in invalid.fields.values() for text in texts))
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The note is written."))
    return back(folio, "history")


@require_POST
def give(request: HttpRequest, folio: str) -> HttpResponse:
    """Give the case to a crew of its desk, or take it back."""
    case = case_for(actor_of(request), folio)
    policies.require(actor_of(request), "case.work", case)
    crew = request.POST.get("crew", "")
    if crew and crew not in dict(facts_of(case, actor_of(request)).crews):
        messages.error(request, _("Choose a crew of this desk."))
        return back(folio)
    given = Given(crew_key=crew or None, reason=request.POST.get("reason", "").strip()[:300])
    try:
        assign(folio, given, actor=actor_of(request))
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The case is assigned.") if crew else _("The case is back at the desk."))
    return back(folio)


@require_POST
def prioritise(request: HttpRequest, folio: str) -> HttpResponse:
    """Change the priority, with the reason; what cannot be changed is said."""
    policies.require(actor_of(request), "case.prioritise", case_for(actor_of(request), folio))
    asked, because = request.POST.get("priority", ""), request.POST.get("because", "")
    try:
        priority.prioritise(folio, priority=asked, because=because, actor=actor_of(request))
    except Invalid as invalid:
        messages.error(request, " ".join(str(text) for texts in invalid.fields.values() for text in texts))
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The priority is changed."))
    return back(folio)


@require_POST
def retry(request: HttpRequest, folio: str, entry: int) -> HttpResponse:
    """Send a parked message again."""
    case = case_for(actor_of(request), folio)
    policies.require(actor_of(request), "message.retry", case)
    if OutboxEntry.objects.filter(pk=entry, case=case).exists():
        outbox.retry_parked(entry)
        outbox.kick()
        messages.success(request, _("It is being sent again."))
    return back(folio)
