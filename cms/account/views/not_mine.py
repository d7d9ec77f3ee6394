"""Somebody who came in by a number that was another person's says so, with a code to that number once more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casetypes.accounts import services
from casetypes.citizens.models import Citizen
from casetypes.citizens.selectors import Address
from cms.account import asking, session
from cms.account.forms import CodeForm, kinds
from cms.account.pages import signed_in
from cms.account.patience import answered, too_many
from cms.account.views.data import shown


@require_http_methods(["GET", "POST"])
@signed_in
def not_mine(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """`send` asks for a code; the right one parts number and account. Only where the number itself opened the account:
    who came by another way is its owner."""
    number = services.number_of(citizen) if session.by_number(request) else None
    if number is None:
        return redirect("account:home")
    if request.method == "POST" and asking.too_many_wrong(request):
        return too_many(request)
    if "send" in request.POST:
        return _send(request, citizen, number)
    subject = _subject(citizen)
    asked = asking.pending(request, "confirm", subject)
    form = CodeForm(request.POST or None, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        if asking.accept(request, "confirm", subject, form.cleaned_data["code"]):
            return _part(request, citizen)
        asked = asked if asking.wrong(request, form, "confirm", subject) else None
    context = {
        "tab": "home", "form": form, "asked": asked, "number": shown("phone", number.value), "kinds": kinds(),
        "often": asking.often(request),
    }  # fmt: skip
    return render(request, "account/not_mine.html", context, status=422 if form.errors else 200)


def _subject(citizen: Citizen) -> str:
    """A code for this neither removes an address nor deletes the account."""
    return f"{citizen.pk}:not-mine"


def _send(request: HttpRequest, citizen: Citizen, number: Address) -> HttpResponse:
    outcome = asking.ask(request, "confirm", _subject(citizen), kind="phone", address=number.value)
    return answered(request, outcome, "account:not_mine")


def _part(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    before = session.session_of(request)
    newcomer = services.not_mine(citizen, language=get_language() or "es")
    session.sign_out(request)
    if newcomer is None:
        return redirect("account:enter")
    session.sign_in(request, newcomer, by="phone", shared=before is not None and before.shared)
    messages.success(request, _("This number has an account of its own now. The other one is closed to it."))
    return redirect("account:home")
