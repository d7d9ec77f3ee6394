"""Opening personal data of a case: by POST and with a purpose, so that no link and no browser that fetches ahead does.

The originals of files open under the purpose that was stated for their case; without one their page asks for it.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases.models import Case
from casetypes.cases.personal_data import personal, reading_purposes, readings
from casetypes.evidence import addresses
from casetypes.evidence import selectors as evidence_selectors
from casetypes.evidence import services as evidence
from casetypes.evidence.models import Attachment
from casetypes.kernel.errors import DomainError, Invalid, NotAllowed, NotFound
from cms.workspace.case.page import back, case_for, opens_queue, render_case
from cms.workspace.case.personal import Asked, purpose_sent, refused
from cms.workspace.crumbs import case_crumbs, here
from cms.workspace.people import actor_of


@require_POST
def open_data(request: HttpRequest, folio: str) -> HttpResponse:
    """State what the data is needed for; then the page shows it, for as long as READING_MINUTES says."""
    actor = actor_of(request)
    case = case_for(actor, folio)
    policies.require(actor, "case.open_personal", case)
    try:
        personal.open_for(case, actor, reading_purposes.stated(*purpose_sent(request)))
    except Invalid as invalid:
        return render_case(request, case, status=422, asked=refused(request, invalid))
    except NotAllowed:
        raise
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return back(folio, "personal")


@require_http_methods(["GET", "POST"])
def original(request: HttpRequest, folio: str, attachment: str) -> HttpResponse:
    """The original of a file, under the purpose that holds for the case; a POST states one."""
    actor = actor_of(request)
    case = case_for(actor, folio)
    found = evidence_selectors.of_case(case, attachment)
    if found is None:
        raise Http404
    policies.require(actor, "evidence.read_original", found)
    if request.method == "POST":
        return _state(request, case, actor, found)
    if readings.in_force(actor, case) is None:
        return _ask(request, case, found)
    return redirect("workspace_file", addresses.sign(found, "original", actor))


def _state(request: HttpRequest, case: Case, actor: Actor, found: Attachment) -> HttpResponse:
    try:
        stated = reading_purposes.stated(*purpose_sent(request))
    except Invalid as invalid:
        return _ask(request, case, found, refused(request, invalid))
    return _file(case, found, actor, stated)


def _ask(request: HttpRequest, case: Case, found: Attachment, asked: Asked | None = None) -> HttpResponse:
    title = _("Open the original")
    context = {
        "case": case, "name": found.name, "purposes": reading_purposes.purposes(), "asked": asked,
        "header_title": title,
        "breadcrumbs_items": case_crumbs(case, here(title), opens_queue=opens_queue(actor_of(request), case)),
    }  # fmt: skip
    return render(request, "workspace/case/original.html", context, status=422 if asked else 200)


def _file(case: Case, found: Attachment, actor: Actor, stated: reading_purposes.Stated) -> HttpResponse:
    content = evidence.read_original(found, actor, stated)
    name = f"{case.folio}-{found.field}-{found.sha256[:8]}"
    return as_file(content, found.content_type, f'attachment; filename="{name}"')


def as_file(content: bytes, content_type: str, disposition: str) -> HttpResponse:
    """Of one person: kept by nobody on the way, and shown as nothing but what it is."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = disposition
    response["X-Content-Type-Options"] = "nosniff"
    add_never_cache_headers(response)
    return response


@require_safe
def signed_file(request: HttpRequest, token: str) -> HttpResponse:
    """By a signed address: a copy of a confidential case, or an original while the purpose stated for it holds."""
    actor = actor_of(request)
    opened = addresses.open_address(token, actor)
    found, case = opened.attachment, opened.attachment.case
    if case is None or not policies.may(actor, "case.read", case):
        raise NotFound(_("There is no such file."))
    if opened.copy != "original":
        copy = evidence.read_copy(found, actor, thumbnail=opened.copy == "thumbnail")
        return as_file(copy, "image/jpeg", "inline")
    reading = readings.in_force(actor, case)
    if reading is None:
        return redirect("workspace_original", case.folio, found.pk)
    return _file(case, found, actor, reading_purposes.Stated(reading.purpose, reading.reason))
