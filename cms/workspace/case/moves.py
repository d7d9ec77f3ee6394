"""Carrying out a transition from the admin: a button, or a generated form when it asks for something."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casetypes.access.actors import Actor
from casetypes.cases import engine, selectors
from casetypes.cases.models import Case
from casetypes.cases.selectors import Offer
from casetypes.forms.builder import AnswersForm, build_form
from casetypes.forms.field_type import FieldContext
from casetypes.kernel.errors import DomainError, Invalid, StaleRevision
from casetypes.kernel.text import pick
from cms.workspace.case.page import back, breadcrumbs, case_for, render_case
from cms.workspace.case.uploads import receive_uploads, show_errors
from cms.workspace.people import actor_of


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, folio: str, transition: str) -> HttpResponse:
    """GET asks for the input, POST moves; what is refused comes back with its reason and nothing is lost."""
    actor = actor_of(request)
    case = case_for(actor, folio)
    if request.method == "GET":
        offer = _offer(case, actor, transition)
        return _ask(request, case, offer, _form(case, offer))
    return _carry_out(request, case, actor, transition)


def _carry_out(request: HttpRequest, case: Case, actor: Actor, key: str) -> HttpResponse:
    offer = next((each for each in selectors.offers(case, actor) if each.key == key), None)
    if offer is None:
        return render_case(request, case, status=409, conflict=_moved_on())
    form = _form(case, offer, request)
    if offer.fields and not form.is_valid():
        return _ask(request, case, offer, form, status=422)
    try:
        answers = {**form.answers(), **receive_uploads(form, case, actor)} if offer.fields else {}
        moved = engine.advance(case.folio, key, actor=actor, input=answers, expected_revision=_revision(request))
    except StaleRevision as stale:
        return render_case(request, case_for(actor, case.folio), status=409, conflict=stale.message)
    except Invalid as invalid:
        show_errors(form, invalid)
        return _ask(request, case, offer, form, status=422)
    except DomainError as refused:
        return render_case(request, case, status=refused.status, conflict=refused.message)
    messages.success(request, _("Done: %(title)s.") % {"title": pick(offer.title, get_language() or "es")})
    return back(moved.folio) if selectors.visible_to(actor).filter(pk=moved.pk).exists() else _gone(request, case)


def _moved_on() -> str:
    return _("The case has moved on in the meantime; this step is not possible from where it is now.")


def _gone(request: HttpRequest, case: Case) -> HttpResponse:
    """The case went to a desk whose cases this person does not read."""
    return redirect("workspace_queue", case.desk_id)


def _offer(case: Case, actor: Actor, key: str) -> Offer:
    for offer in selectors.offers(case, actor):
        if offer.key == key:
            return offer
    raise Http404(_("This step is not possible now."))


def _form(case: Case, offer: Offer, request: HttpRequest | None = None) -> AnswersForm:
    return build_form(
        offer.fields, language=get_language() or "es", data=request.POST if request else None,
        files=request.FILES if request else None, context=FieldContext(desk=case.desk_id),
    )  # fmt: skip


def _revision(request: HttpRequest) -> int | None:
    text = request.POST.get("revision", "")
    return int(text) if text.isdigit() else None


def _ask(
    request: HttpRequest, case: Case, offer: Offer, form: AnswersForm, *, status: int = 200
) -> HttpResponse:
    title = pick(offer.title, get_language() or "es")
    revision = request.POST.get("revision") or case.revision
    context: dict[str, Any] = {
        "case": case, "offer": offer, "form": form, "title": title, "revision": revision,
        "header_title": f"{title} · {case.folio}",
        "breadcrumbs_items": breadcrumbs(case, "", {"url": "", "label": title}),
    }  # fmt: skip
    return render(request, "workspace/move.html", context, status=status)
