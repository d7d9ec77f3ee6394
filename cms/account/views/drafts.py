"""Half-filled forms of the account: go on with one, or delete it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from casetypes.accounts import drafts as kept
from casetypes.citizens.models import Citizen
from casetypes.definitions import selectors as definitions
from casetypes.intake import drafts
from casetypes.kernel.errors import NotFound
from casetypes.kernel.text import pick
from cms.account.pages import signed_in


@dataclass(frozen=True)
class Line:
    number: int
    service: str
    answers: int
    since: datetime
    until: datetime


@require_safe
@signed_in
def listed(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """Those that were sent or have expired since are forgotten on the way."""
    lines = [line for each in kept.of(citizen) if (line := _line(citizen, each, request.LANGUAGE_CODE))]
    return render(request, "account/drafts.html", {"tab": "drafts", "lines": lines})


def _line(citizen: Citizen, each: kept.Kept, language: str) -> Line | None:
    try:
        saved = drafts.load(each.secret)
    except NotFound:
        saved = None
    if saved is None or saved.folio:
        kept.forget(citizen, each.number)
        return None
    spec, answers = definitions.compiled(saved.version_id).spec, saved.answers.get("answers")
    answered = len(answers) if isinstance(answers, dict) else 0
    return Line(each.number, pick(spec.title, language), answered, each.since, saved.expires_at)


@require_safe
@signed_in
def resume(request: HttpRequest, citizen: Citizen, number: int) -> HttpResponse:
    return redirect("portal:resume", _own(citizen, number).secret)


@require_POST
@signed_in
def discard(request: HttpRequest, citizen: Citizen, number: int) -> HttpResponse:
    drafts.discard(_own(citizen, number).secret)
    kept.forget(citizen, number)
    messages.success(request, _("The unfinished report is deleted."))
    return redirect("account:drafts")


def _own(citizen: Citizen, number: int) -> kept.Kept:
    found = kept.one(citizen, number)
    if found is None:
        raise Http404("no draft of this account")
    return found
