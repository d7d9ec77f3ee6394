"""Reporting, one question group per screen. Works without JavaScript; every answer is a redirect."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from casetypes.forms.builder import AnswersForm, build_form
from casetypes.forms.field_type import FieldContext
from cms.portal import parts, uploads
from cms.portal.journey import Step
from cms.portal.visit import Visit, begins_anew, visiting

CHANGING = "cambio"
STAYING = {"remove", "add", "save"}


@never_cache
@require_http_methods(["GET", "POST"])
@begins_anew
@visiting
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The beginning; with an unfinished report of this service, the choice to go on or start again."""
    if request.method == "POST" or visit.folio or visit.lost:
        visit.forget()
    if not visit.begun:
        return redirect(visit.first_url())
    return render(request, "portal/resume.html", {"visit": visit, "next_url": visit.next_url()})


@never_cache
@require_http_methods(["GET", "POST"])
@visiting
def page(request: HttpRequest, visit: Visit, page: str) -> HttpResponse:
    """One page of the form. A page whose turn has not come leads to the one whose turn it is."""
    page = page.replace("-", "_")
    if visit.folio:
        return redirect("portal:done", visit.folio)
    if visit.lost or (request.method == "POST" and not visit.begun and page != visit.journey.steps[0].key):
        return redirect(visit.expired_url)
    step = visit.journey.step(page)
    if step is None or not visit.journey.reachable(page):
        return redirect(visit.next_url())
    if request.method == "POST":
        return _answer(request, visit, step)
    return _show(request, visit, step, _form(visit, step))


def _form(visit: Visit, step: Step, request: HttpRequest | None = None) -> AnswersForm:
    return build_form(
        step.fields,
        language=visit.language,
        data=request.POST if request else None,
        files=request.FILES if request else None,
        initial=_initial(visit, step),
        context=FieldContext(desk=visit.compiled.spec.desk),
    )


def _initial(visit: Visit, step: Step) -> dict[str, object]:
    """What was answered before; an address that is known is filled in until the page was sent once."""
    asked = {} if step.key in visit.visited else step.fields
    known = {key: visit.known[spec.type] for key, spec in asked.items() if spec.type in visit.known}
    return {**known, **visit.journey.kept}


def _answer(request: HttpRequest, visit: Visit, step: Step) -> HttpResponse:
    """Keep what is right; then go on, stay (photo removed, saved for later) or show what is wrong (422)."""
    visit.begin()
    if removed := request.POST.get("remove"):
        uploads.remove(visit, removed)
    form = _form(visit, step, request)
    valid = form.is_valid()
    valid = uploads.receive(visit, step, form) and valid
    visit.keep(_right_ones(form, step), done=step.key if valid else None)
    staying = STAYING.intersection(request.POST)
    if "save" in staying:
        return redirect(visit.save_url)
    if not valid and not staying:
        return _show(request, visit, step, form, status=422)
    if staying and form.files and not _files_hold(form):
        return _show(request, visit, step, form, status=422)
    return redirect(request.get_full_path() if staying else _onward(request, visit, step))


def _files_hold(form: AnswersForm) -> bool:
    """Whether no file that was just sent was refused."""
    return not any(key in form.errors for key in form.files)


def _right_ones(form: AnswersForm, step: Step) -> dict[str, object]:
    """The answers of this page that hold; None for those left empty, so that they are forgotten."""
    answers = form.answers()
    fields = (key for key in step.fields if key in form.cleaned_data and key not in form.files)
    return {key: answers.get(key) for key in fields}


def _onward(request: HttpRequest, visit: Visit, step: Step) -> str:
    """In order; a change made from the check page goes back there unless it opened a new page."""
    journey = visit.journey
    following, opened = journey.after(step.key), journey.next_open
    if CHANGING in request.GET:
        return f"{visit.page_url(opened.key)}?{CHANGING}=1" if opened else visit.check_url
    if opened is not None and (following is None or opened.number < following.number):
        return visit.page_url(opened.key)
    return visit.page_url(following.key) if following else visit.check_url


def _show(
    request: HttpRequest, visit: Visit, step: Step, form: AnswersForm, status: int = 200
) -> HttpResponse:
    made = parts.parts(form, visit.thumbs())
    context = {
        "visit": visit,
        "step": step,
        "form": form,
        "parts": made,
        "errors": parts.summary(form),
        "back_url": _back(request, visit, step),
        "progress": _progress(visit, step),
        "has_map": parts.needs(made, "location"),
        "has_files": parts.needs(made, "files"),
    }
    return render(request, "portal/page.html", context, status=status)


def _progress(visit: Visit, step: Step) -> str:
    return _("Step %(number)d of %(total)d") % {"number": step.number, "total": len(visit.journey.steps) + 1}


def _back(request: HttpRequest, visit: Visit, step: Step) -> str:
    if CHANGING in request.GET and visit.journey.complete:
        return visit.check_url
    before = visit.journey.before(step.key)
    return visit.page_url(before.key) if before else visit.service_url
