"""My data: addresses, language, what was agreed to, who read it, where the account is signed in."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from casetypes.accounts import selectors, services, sessions
from casetypes.citizens import selectors as people
from casetypes.citizens.models import Citizen
from casetypes.forms import phones
from cms.account import session
from cms.account.forms import kinds
from cms.account.pages import own_actor, signed_in
from cms.readings import citizen as told


@require_safe
@signed_in
def mine(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    actor = own_actor(request, citizen)
    here = session.session_of(request)
    addresses = people.addresses(citizen)
    context = {
        "tab": "data", "citizen": citizen, "kinds": kinds(), "languages": settings.LANGUAGES,
        "addresses": [(each, shown(each.kind, each.value)) for each in addresses], "last": len(addresses) == 1,
        "consents": people.consents_of(selectors.records(citizen, actor)), "sessions": sessions.of(citizen),
        "this_session": here.pk if here else None,
        "readings": told.of_own(selectors.readings(actor), request.GET.get(told.PARAMETER, "")),
    }  # fmt: skip
    return render(request, "account/data.html", context)


def shown(kind: str, value: str) -> str:
    return phones.for_people(value) if kind == "phone" else value


@require_POST
@signed_in
def language(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """In which language the city writes to the person."""
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        services.choose_language(citizen, wanted)
        told = _("From now on we write to you in this language: %(language)s.")
        messages.success(request, told % {"language": dict(settings.LANGUAGES)[wanted]})
    return redirect("account:data")


@require_POST
@signed_in
def end_sessions(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """One session by its number, or all but this one."""
    number = request.POST.get("session", "")
    here = session.session_of(request)
    if number.isdecimal():
        sessions.end_one(citizen, int(number))
    else:
        sessions.end_all(citizen, but=here.pk if here else None)
    messages.success(request, _("Signed out there."))
    return redirect("account:data")
