"""Check your answers, then send. Sending twice gives the same folio."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from casetypes.access.actors import PUBLIC
from casetypes.forms.builder import type_of
from casetypes.intake import services as intake
from casetypes.intake.services import Submission
from casetypes.kernel.errors import Invalid
from casetypes.kernel.text import pick
from cms.account import session as account
from cms.components.shapes import Answer
from cms.portal import session
from cms.portal.journey import Step
from cms.portal.views.report import CHANGING
from cms.portal.visit import Visit, visiting


@never_cache
@require_http_methods(["GET", "POST"])
@visiting
def check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every answer of the pages that apply, each with its change link; POST sends the report."""
    if visit.folio:
        return _done(request, visit, visit.folio)
    if visit.lost or (request.method == "POST" and not visit.begun):
        return redirect(visit.expired_url)
    if not visit.journey.complete:
        return redirect(visit.next_url())
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            return _done(request, visit, _send(request, visit))
        except Invalid as error:
            errors = _errors(visit, error)
    groups = [(step.title, rows(visit, step)) for step in visit.journey.steps]
    context = {"visit": visit, "groups": [group for group in groups if group[1]], "errors": errors}
    return render(request, "portal/check.html", context, status=422 if errors else 200)


def _send(request: HttpRequest, visit: Visit) -> str:
    """Sent by whoever is signed in; a confidential report by nobody, so that nothing leads from it to an account."""
    journey = visit.journey
    files = {key: ids for key, ids in visit.file_ids().items() if key in journey.answers}
    answers = {key: value for key, value in journey.answers.items() if key not in files}
    case = intake.submit(
        Submission(
            service=visit.service,
            answers=answers,
            files=files,
            language=get_language() or "es",
            draft=visit.secret,
            actor=PUBLIC if visit.confidential else account.actor_of(request) or PUBLIC,
        )
    )
    return case.folio


def _done(request: HttpRequest, visit: Visit, folio: str) -> HttpResponse:
    """The confirmation, once proven; the browser does not keep where a confidential report was written."""
    if visit.confidential:
        visit.cookie = ""
    session.receive(request, folio)
    session.prove(request, folio)
    return redirect("portal:done", folio)


def _errors(visit: Visit, error: Invalid) -> list[tuple[str, str]]:
    """What the submission refused, each with the name of its question."""
    texts = [(key, text) for key, each in error.fields.items() for text in each]
    fields = visit.compiled.fields
    named = [
        ("", f"{pick(fields[key].label, visit.language)}: {text}" if key in fields else text)
        for key, text in texts
    ]
    return named or [("", error.message)]


def rows(visit: Visit, step: Step) -> list[Answer]:
    """One row per question that was answered or left empty; notes are no questions."""
    thumbs = visit.thumbs()
    found = []
    for key, options in step.fields.items():
        if not options.asks:
            continue
        value = visit.journey.answers.get(key)
        photos = [thumb.url for thumb in thumbs.get(key, []) if thumb.url]
        names = ", ".join(thumb.name for thumb in thumbs.get(key, []) if not thumb.url)
        shown = (
            names
            if type_of(options).takes_files
            else type_of(options).display(value, options, visit.language)
        )
        found.append(
            Answer(
                label=pick(options.label, visit.language) or step.title,
                value=shown,
                change_url=f"{visit.page_url(step.key)}?{CHANGING}=1#id_{key}",
                photos=photos,
            )
        )
    return found
