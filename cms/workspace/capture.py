"""Capturing a report for a caller or a visitor: every question of a service on one page.

The same door as every channel (`intake`): what is typed lives in a sealed draft, so an interrupted call can go
on, a second click opens no second case, and questions that depend on an answer appear when it is given.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casetypes.access import policies
from casetypes.access.actors import Actor
from casetypes.cases import confidentiality
from casetypes.cases import selectors as cases
from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.selectors import LiveService
from casetypes.evidence import selectors as evidence_selectors
from casetypes.evidence import services as evidence
from casetypes.forms.builder import AnswersForm, build_form
from casetypes.forms.files import FileOptions
from casetypes.intake import drafts
from casetypes.intake.drafts import SavedForm
from casetypes.intake.services import Submission, submit
from casetypes.kernel.errors import DomainError, Invalid, NotFound
from casetypes.kernel.text import pick
from cms.workspace.case.uploads import show_errors
from cms.workspace.crumbs import crumbs, here
from cms.workspace.people import actor_of

CHANNELS = {"phone": gettext_lazy("Telephone"), "in_person": gettext_lazy("In person")}
TITLE = gettext_lazy("Capture a report")


@dataclass(frozen=True)
class Group:
    """One question group of the definition with its share of the form."""

    title: str
    intro: str
    fields: list[str]


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Which service, by which channel, in whose language."""
    actor = _capturing(request)
    services = [
        (each.key, pick(each.compiled.spec.title, get_language() or "es")) for each in _offered(actor)
    ]
    chosen = request.POST.get("service", "")
    if request.method == "POST" and chosen in dict(services):
        language = _one_of(request.POST.get("language"), dict(settings.LANGUAGES))
        channel = _one_of(request.POST.get("channel"), CHANNELS)
        saved = drafts.start(chosen, language=language, answers={"answers": {}, "channel": channel})
        return redirect("workspace_capture_form", saved.secret)
    context = {
        "services": services, "channels": CHANNELS.items(), "languages": settings.LANGUAGES,
        "header_title": TITLE, "breadcrumbs_items": crumbs(here(str(TITLE))),
    }  # fmt: skip
    return render(request, "workspace/capture.html", context)


@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, secret: str) -> HttpResponse:
    """The questions; sending them in opens the case, or shows what is still asked or wrong."""
    actor = _capturing(request)
    try:
        saved = drafts.load(secret)
    except NotFound as gone:
        raise Http404(gone.message) from gone
    if saved.service in confidentiality.hidden_from(actor):
        raise Http404
    if saved.folio:
        return _done(request, actor, saved.folio)
    compiled = definitions.compiled(saved.version_id)
    answers = _kept(saved)
    if request.method == "GET":
        return _show(request, saved, _form(compiled, _asked(compiled, answers), answers, saved))
    return _take(request, actor, saved, compiled)


def _take(request: HttpRequest, actor: Actor, saved: SavedForm, compiled: CompiledService) -> HttpResponse:
    shown = {
        key: spec for key, spec in compiled.fields.items() if key in request.POST.get("shown", "").split()
    }
    filled = _form(compiled, shown, _kept(saved), saved, request)
    filled.is_valid()
    _receive(filled, saved, actor)
    answers = _without_idle_consent(compiled, filled)
    drafts.save(saved.secret, {**saved.answers, "answers": answers})
    if filled.errors:
        return _show(request, saved, filled, status=422)
    asked = _asked(compiled, answers)
    if set(asked) - set(shown):
        messages.info(request, _("These answers lead to more questions. Please fill them in too."))
        return _show(request, saved, _form(compiled, asked, answers, saved))
    return _submit(request, actor, saved, filled, answers)


def _submit(
    request: HttpRequest, actor: Actor, saved: SavedForm, filled: AnswersForm, answers: Mapping[str, object]
) -> HttpResponse:
    submission = Submission(
        service=saved.service, answers=answers, files=_files(saved), draft=saved.secret, actor=actor,
        channel=str(saved.answers.get("channel", "phone")), language=saved.language,
    )  # fmt: skip
    try:
        case = submit(submission)
    except Invalid as invalid:
        show_errors(filled, invalid)
        return _show(request, saved, filled, status=422)
    except DomainError as refused:
        filled.add_error(None, refused.message)
        return _show(request, saved, filled, status=refused.status)
    return _done(request, actor, case.folio)


def _done(request: HttpRequest, actor: Actor, folio: str) -> HttpResponse:
    text = _("The report is captured. Its folio is %(folio)s: read it to the person.")
    messages.success(request, text % {"folio": folio})
    visible = cases.visible_to(actor).filter(folio=folio).exists()
    return redirect("workspace_case", folio) if visible else redirect("workspace_capture")


def _capturing(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    policies.require(actor, "case.capture")
    return actor


def _offered(actor: Actor) -> list[LiveService]:
    """Confidential services are captured by their own named readers only."""
    hidden = confidentiality.hidden_from(actor)
    offered = (each for each in definitions.live_services() if each.compiled.spec.is_offered)
    return [each for each in offered if each.key not in hidden]


def _one_of(text: str | None, choices: Mapping[str, object]) -> str:
    return text if text is not None and text in choices else next(iter(choices))


def _asked(compiled: CompiledService, answers: Mapping[str, object]) -> dict[str, FieldOptions]:
    """What these answers lead to, and at once the agreement that personal ones need: it is one page, and one call."""
    return {**compiled.asked(answers), **_consents(compiled)}


def _consents(compiled: CompiledService) -> dict[str, FieldOptions]:
    pages = (page for page in compiled.spec.form.values() if page.goes_with_personal)
    return {key: options for page in pages for key, options in page.fields.items()}


def _without_idle_consent(compiled: CompiledService, filled: AnswersForm) -> dict[str, Any]:
    """The answers; who gave nothing personal has nothing to agree to, so what they were asked of it does not count."""
    answers = filled.answers()
    if compiled.personal_fields & answers.keys():
        return answers
    for key in _consents(compiled):
        filled.errors.pop(key, None)
        answers.pop(key, None)
    return answers


def _kept(saved: SavedForm) -> dict[str, Any]:
    answers = saved.answers.get("answers")
    return dict(answers) if isinstance(answers, dict) else {}


def _files(saved: SavedForm) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in evidence_selectors.of_draft(saved.key):
        found.setdefault(each.field, []).append(str(each.pk))
    return found


def _form(
    compiled: CompiledService,
    fields: Mapping[str, Any],
    answers: Mapping[str, object],
    saved: SavedForm,
    request: HttpRequest | None = None,
) -> AnswersForm:
    return build_form(
        fields, language=get_language() or "es", data=request.POST if request else None,
        files=request.FILES if request else None, initial={**answers, **_files(saved)},
    )  # fmt: skip


def _receive(filled: AnswersForm, saved: SavedForm, actor: Actor) -> None:
    """New files go to the draft; what is no photo is said beside its question."""
    hidden = saved.service in definitions.confidential_services()
    for key, files in filled.uploads().items():
        spec = filled.specs[key]
        assert isinstance(spec, FileOptions)  # uploads() gives file fields only
        for file in files:
            try:
                evidence.receive(
                    content=file,
                    name=file.name or "",
                    field=key,
                    actor=actor,
                    draft=saved.key,
                    spec=spec,
                    confidential=hidden,
                )
            except Invalid as invalid:
                show_errors(filled, invalid)


def _show(request: HttpRequest, saved: SavedForm, form: AnswersForm, *, status: int = 200) -> HttpResponse:
    compiled = definitions.compiled(saved.version_id)
    title = pick(compiled.spec.title, get_language() or "es")
    context = {
        "form": form, "title": title, "shown": " ".join(form.specs), "groups": _groups(compiled, form),
        "channel": CHANNELS.get(str(saved.answers.get("channel")), ""), "files": _files(saved),
        "header_title": f"{TITLE}: {title}",
        "breadcrumbs_items": crumbs({"url": "../", "label": str(TITLE)}, here(title)),
    }  # fmt: skip
    return render(request, "workspace/capture_form.html", context, status=status)


def _groups(compiled: CompiledService, form: AnswersForm) -> list[Group]:
    language = get_language() or "es"
    groups = (
        Group(
            pick(page.title, language),
            pick(page.intro, language),
            [key for key in page.fields if key in form.specs],
        )
        for page in compiled.spec.form.values()
    )
    return [group for group in groups if group.fields]
