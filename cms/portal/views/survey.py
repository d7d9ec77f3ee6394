"""The survey after a closure, by the signed link of its message; its questions come from messages.yaml."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from casetypes.cases import links
from casetypes.forms.builder import AnswersForm, build_form
from casetypes.kernel.errors import DomainError, Invalid, NotFound
from casetypes.kernel.text import pick
from casetypes.surveys import services as surveys
from casetypes.surveys.services import AlreadyAnswered, Invitation
from cms.portal import parts

THANKS = "gracias"


@never_cache
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Questions, then thanks. A used, closed or broken link says which it is."""
    try:
        invitation = surveys.open_invitation(token)
    except AlreadyAnswered as error:
        return _over(request, token, error, thanks=THANKS in request.GET)
    except NotFound as error:
        return _over(request, token, error)
    language = get_language() or "es"
    form = build_form(
        invitation.spec.questions, language=language, data=request.POST if request.method == "POST" else None
    )
    if request.method == "POST" and form.is_valid() and _take(token, form, language):
        return redirect(f"{reverse('portal:survey', args=[token])}?{THANKS}=1")
    context = {
        "invitation": invitation,
        "title": _title(invitation, language),
        "folio": invitation.folio,
        "form": form,
        "parts": parts.parts(form),
        "errors": parts.summary(form),
    }
    return render(request, "portal/survey.html", context, status=422 if form.errors else 200)


def _title(invitation: Invitation, language: str) -> str:
    return pick(invitation.spec.title, language) or _("How did we do?")


def _take(token: str, form: AnswersForm, language: str) -> bool:
    try:
        surveys.answer(token, form.answers(), language=language)
    except Invalid as error:
        for key, texts in error.fields.items():
            for text in texts:
                form.add_error(key if key in form.fields else None, text)
        return False
    except AlreadyAnswered:
        return True
    return True


def _over(request: HttpRequest, token: str, error: DomainError, *, thanks: bool = False) -> HttpResponse:
    context = {"reason": error.message, "thanks": thanks, "folio": _folio(token)}
    status = 200 if isinstance(error, AlreadyAnswered) else error.status
    return render(request, "portal/survey_over.html", context, status=status)


def _folio(token: str) -> str:
    """The folio a link speaks of; empty for a broken or old one."""
    try:
        return links.open_link(token, "survey")
    except NotFound:
        return ""
