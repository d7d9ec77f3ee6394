"""What the definition lets the reporter do: answer, contest, withdraw. Any transition with `reporter` in `by`."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from casetypes.access.actors import Actor
from casetypes.cases import engine
from casetypes.cases import selectors as cases
from casetypes.cases.models import Case
from casetypes.cases.selectors import Offer
from casetypes.definitions import selectors as definitions
from casetypes.evidence import services as evidence
from casetypes.forms.builder import AnswersForm, build_form
from casetypes.forms.files import FileOptions
from casetypes.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from casetypes.kernel.text import pick
from cms.components.discretion import discreetly, mark
from cms.portal import heard, parts, session
from cms.portal.views.track import offers_to_reporter


@never_cache
@require_http_methods(["GET", "POST"])
@discreetly
def act(request: HttpRequest, folio: str, step: str) -> HttpResponse:
    """The form of one step, generated from its input; POST carries it out."""
    if not session.is_proven(request, folio):
        return redirect("portal:code", folio)
    actor = session.actor(request, folio)
    case, offer = _offered(actor, folio, step.replace("-", "_"))
    if definitions.compiled(case.version_id).spec.confidential:
        mark(request)
    if offer is None or not offer.allowed:
        messages.warning(request, " ".join(offer.reasons) if offer else _("This is not possible any more."))
        return redirect("portal:track", folio)
    language = get_language() or "es"
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = build_form(offer.fields, language=language, data=data, files=files)
    if request.method == "POST" and form.is_valid() and _carry_out(case, offer, form, actor, request):
        messages.success(request, _thanks(offer, language))
        return redirect("portal:track", folio)
    made = parts.parts(form)
    context = {
        "case": case,
        "offer": offer,
        "title": pick(offer.title, language),
        "question": heard.question(case, definitions.compiled(case.version_id)),
        "form": form,
        "parts": made,
        "errors": parts.summary(form),
        "has_map": parts.needs(made, "location"),
        "has_files": parts.needs(made, "files"),
    }
    return render(request, "portal/act.html", context, status=422 if form.errors else 200)


def _thanks(offer: Offer, language: str) -> str:
    if offer.is_final:
        return _("Done: %(step)s. Your report is closed.") % {"step": pick(offer.title, language)}
    return _("Thank you. We have it, and the desk sees it too.")


def _offered(actor: Actor, folio: str, key: str) -> tuple[Case, Offer | None]:
    try:
        case = cases.get_for(actor, folio)
    except NotFound as error:
        raise Http404(str(error)) from error
    offers = offers_to_reporter(case, cases.offers(case, actor))
    return case, next((offer for offer in offers if offer.key == key), None)


def _carry_out(case: Case, offer: Offer, form: AnswersForm, actor: Actor, request: HttpRequest) -> bool:
    """Files and move in one transaction; what is refused stands at its field, or above the form."""
    try:
        with transaction.atomic():
            given = {**form.answers(), **_receive(case, offer, form, actor)}
            engine.advance(case.folio, offer.key, actor=actor, input=given, expected_revision=_seen(request))
    except Invalid as error:
        _show_errors(form, error)
        return False
    except (Refused, NotAllowed, Conflict) as error:
        form.add_error(None, error.message)
        return False
    return True


def _receive(case: Case, offer: Offer, form: AnswersForm, actor: Actor) -> dict[str, list[str]]:
    received: dict[str, list[str]] = {}
    for key, files in form.uploads().items():
        for file in files:
            attachment = evidence.receive(
                content=file,
                name=file.name or "",
                field=key,
                actor=actor,
                case=case,
                spec=cast(FileOptions, offer.fields[key]),
            )
            received.setdefault(key, []).append(str(attachment.pk))
    return received


def _seen(request: HttpRequest) -> int | None:
    seen = request.POST.get("revision", "")
    return int(seen) if seen.isdecimal() else None


def _show_errors(form: AnswersForm, error: Invalid) -> None:
    for key, texts in error.fields.items():
        form.add_error(key if key in form.fields else None, ValidationError(list(texts) or [error.message]))
    if not error.fields:
        form.add_error(None, error.message)
