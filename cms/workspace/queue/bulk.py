"""Several cases at once: choose a step (or a crew) for those that were ticked, and carry it out one by one.

Each case is moved by the engine on its own: what one refuses does not hold the others back, and the page says
of each what became of it. Only cases of this queue that the person may read are ever looked at.
"""

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases import engine
from casetypes.cases.models import Case
from casetypes.cases.selectors import Offer, offers
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.selectors import compiled
from casetypes.forms.builder import AnswersForm, build_form, type_of
from casetypes.forms.field_type import FieldContext
from casetypes.kernel.errors import DomainError
from casetypes.kernel.text import pick
from casetypes.queues import selectors
from cms.workspace.crumbs import crumbs, here, queue_crumb
from cms.workspace.desks import rights_at
from cms.workspace.people import actor_of

MOST = 50


@dataclass
class Step:
    """A step that some of the chosen cases may take; `able` are their folios."""

    key: str
    title: str
    fields: dict[str, FieldOptions]
    able: list[str] = field(default_factory=list)


@dataclass
class Waits:
    """A state that some of the chosen cases are in, and what each step out of it waits for."""

    state: str
    folios: list[str] = field(default_factory=list)
    steps: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    folio: str
    done: bool
    words: str


@require_POST
def bulk(request: HttpRequest, desk: str) -> HttpResponse:
    """First the choice of a step, then its input, then what became of each case."""
    actor = actor_of(request)
    if not rights_at(desk, actor).open:
        raise Http404
    policies.require(actor, "queue.work", desk)
    cases = _chosen(request, desk, actor)
    if not cases:
        return redirect("workspace_queue", desk)
    steps = _steps(cases, actor)
    step = steps.get(request.POST.get("step", ""))
    context = {"desk": desk, "cases": cases, "steps": list(steps.values()), "step": step, **_furniture(desk)}
    if step is None:
        context["waits"] = [] if steps else _waits(cases, actor)
        return render(request, "workspace/queue/bulk.html", context)
    going = "go" in request.POST
    form = _form(desk, step, request if going else None)
    if not going or not form.is_valid():
        return render(
            request, "workspace/queue/bulk.html", {**context, "form": form}, status=422 if going else 200
        )
    outcomes = [_carry_out(case, step, actor, form) for case in cases]
    return render(request, "workspace/queue/bulk.html", {**context, "outcomes": outcomes})


def _furniture(desk: str) -> dict[str, Any]:
    title = _("Several cases at once")
    return {"header_title": title, "breadcrumbs_items": crumbs(queue_crumb(desk), here(title))}


def _chosen(request: HttpRequest, desk: str, actor: Actor) -> list[Case]:
    folios = request.POST.getlist("case")[:MOST]
    return list(
        selectors.queue(desk, actor).filter(folio__in=folios).select_related("desk__department", "zone")
    )


def _steps(cases: list[Case], actor: Actor) -> dict[str, Step]:
    """Steps that at least one of the cases may take, without those that ask for files."""
    found: dict[str, Step] = {}
    for case in cases:
        for offer in offers(case, actor):
            if offer.allowed and not any(type_of(spec).takes_files for spec in offer.fields.values()):
                found.setdefault(offer.key, _step(offer)).able.append(case.folio)
    return found


def _waits(cases: list[Case], actor: Actor) -> list[Waits]:
    """Why none of them can be moved here: per state, each step with its reasons."""
    language, found = get_language() or "es", dict[str, Waits]()
    for case in cases:
        title = pick(compiled(case.version_id).spec.states[case.state].title, language) or case.state
        waits = found.setdefault(title, Waits(title))
        waits.folios.append(case.folio)
        for offer in offers(case, actor):
            reasons = " · ".join(offer.reasons) or _("It asks for files: open the case.")
            waits.steps.setdefault(pick(offer.title, language), reasons)
    return list(found.values())


def _step(offer: Offer) -> Step:
    return Step(offer.key, pick(offer.title, get_language() or "es"), offer.fields)


def _form(desk: str, step: Step, request: HttpRequest | None) -> AnswersForm:
    data = request.POST if request else None
    return build_form(
        step.fields, language=get_language() or "es", data=data, context=FieldContext(desk=desk)
    )


def _carry_out(case: Case, step: Step, actor: Actor, form: AnswersForm) -> Outcome:
    if case.folio not in step.able:
        return Outcome(case.folio, False, _("This step is not possible for this case now."))
    try:
        engine.advance(
            case.folio, step.key, actor=actor, input=form.answers(), expected_revision=case.revision
        )
    except DomainError as refused:
        return Outcome(case.folio, False, refused.message)
    return Outcome(case.folio, True, _("done"))
