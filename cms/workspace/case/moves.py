"""Carrying out a transition from the admin: a button, or a generated form when it asks for something."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases import engine, selectors
from casetypes.cases.models import Case, CaseEvent
from casetypes.cases.selectors import Offer
from casetypes.definitions.selectors import compiled
from casetypes.forms.builder import AnswersForm, build_form
from casetypes.forms.field_type import FieldContext
from casetypes.kernel.errors import DomainError, Invalid, StaleRevision
from casetypes.kernel.text import pick
from cms.workspace.case import written
from cms.workspace.case.page import Conflict, back, case_for, opens_queue, render_case
from cms.workspace.case.timeline import since
from cms.workspace.case.uploads import receive_uploads, show_errors
from cms.workspace.crumbs import case_crumbs, here
from cms.workspace.people import actor_of


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, folio: str, transition: str) -> HttpResponse:
    """GET asks for the input, POST moves; what is refused comes back with its reason and nothing is lost."""
    actor = actor_of(request)
    case = case_for(actor, folio)
    offer = next((each for each in selectors.offers(case, actor) if each.key == transition), None)
    if request.method == "POST":
        return _carry_out(request, case, actor, transition, offer)
    _require(actor, case, transition)
    if offer is None:
        raise Http404(_("This step is not possible now."))
    return _ask(request, case, offer, _form(case, offer))


def _carry_out(request: HttpRequest, case: Case, actor: Actor, key: str, offer: Offer | None) -> HttpResponse:
    if _done_by_the_first_click(request, case, actor, key):
        return _say_done(request, case, actor, key)
    _require(actor, case, key)
    if offer is None:
        return _conflict(request, case, key, _moved_on())
    form = _form(case, offer, request)
    if offer.fields and not form.is_valid():
        return _ask(request, case, offer, form, status=422)
    try:
        answers = {**form.answers(), **receive_uploads(form, case, actor)} if offer.fields else {}
        engine.advance(case.folio, key, actor=actor, input=answers, expected_revision=_revision(request))
    except StaleRevision as stale:
        fresh = case_for(actor, case.folio)
        if _done_by_the_first_click(request, fresh, actor, key):
            return _say_done(request, fresh, actor, key)
        return _conflict(request, fresh, key, stale.message)
    except Invalid as invalid:
        show_errors(form, invalid)
        return _ask(request, case, offer, form, status=422)
    except DomainError as refused:
        return render_case(request, case, status=refused.status, conflict=Conflict(refused.message))
    return _say_done(request, case, actor, key)


def _require(actor: Actor, case: Case, key: str) -> None:
    """Whose step it never is, is told so; where the definition has no such step, there is no page."""
    if key not in compiled(case.version_id).spec.transitions:
        raise Http404(_("This step is not possible now."))
    policies.require(actor, "case.move", (case, key))


def _done_by_the_first_click(request: HttpRequest, case: Case, actor: Actor, key: str) -> bool:
    """The same step with the same words, from the page this click came from, by the same person: a double click."""
    seen = _revision(request)
    if seen is None or seen >= case.revision:
        return False
    mine = CaseEvent.objects.filter(case=case, revision=seen + 1, kind="transition", name=key)
    first = mine.filter(user_id=actor.person_id).first()
    return first is not None and written.says_the_same(request, case, first)


def _say_done(request: HttpRequest, case: Case, actor: Actor, key: str) -> HttpResponse:
    """Back to the case; to the queue or the work of a crew when it went where this person does not read."""
    title = pick(compiled(case.version_id).spec.transitions[key].title, get_language() or "es")
    messages.success(request, _("Done: %(title)s.") % {"title": title or key})
    if selectors.visible_to(actor).filter(pk=case.pk).exists():
        return back(case.folio)
    if actor.reach.crews and not opens_queue(actor, case):
        return redirect("workspace_work")
    return redirect("workspace_queue", case.desk_id)


def _conflict(request: HttpRequest, case: Case, key: str, message: str) -> HttpResponse:
    """Somebody was quicker: the case as it is now, what happened since, and what this person had written."""
    seen = _revision(request)
    happened = since(case, seen) if seen is not None else ()
    conflict = Conflict(message, happened, written.words(request, case, key))
    return render_case(request, case, status=409, conflict=conflict)


def _moved_on() -> str:
    return _("The case has moved on in the meantime; this step is not possible from where it is now.")


def _form(case: Case, offer: Offer, request: HttpRequest | None = None) -> AnswersForm:
    return build_form(
        offer.fields, language=get_language() or "es", data=request.POST if request else None,
        files=request.FILES if request else None, context=FieldContext(desk=case.desk_id),
    )  # fmt: skip


def _revision(request: HttpRequest) -> int | None:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else None


def _ask(
    request: HttpRequest, case: Case, offer: Offer, form: AnswersForm, *, status: int = 200
) -> HttpResponse:
    title = pick(offer.title, get_language() or "es")
    context: dict[str, Any] = {
        "case": case, "offer": offer, "form": form, "title": title, "place": _place(case),
        "service": pick(compiled(case.version_id).spec.title, get_language() or "es"),
        "revision": request.POST.get("revision") or case.revision, "header_title": f"{title} · {case.folio}",
        "breadcrumbs_items": case_crumbs(case, here(title), opens_queue=opens_queue(actor_of(request), case)),
    }  # fmt: skip
    return render(request, "workspace/move.html", context, status=status)


def _place(case: Case) -> str:
    parts = (str(case.place.get("address", "")), str(case.zone or ""))
    return ", ".join(part for part in parts if part)
