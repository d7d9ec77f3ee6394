"""Deleting the account: what goes, what stays and why, then a code once more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casetypes.accounts import selectors, services
from casetypes.citizens import selectors as people
from casetypes.citizens.models import Citizen
from cms.account import asking, session
from cms.account.forms import CodeForm, kinds
from cms.account.pages import own_actor, signed_in
from cms.account.patience import answered, too_many


@require_http_methods(["GET", "POST"])
@signed_in
def delete(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """`send` asks for a code at an address of the account; the right one deletes. Whoever has no address but came in by
    a provider of identity only says so (`sure`)."""
    subject = str(citizen.pk)
    if request.method == "POST" and asking.too_many_wrong(request):
        return too_many(request)
    if "send" in request.POST:
        return _send(request, citizen)
    reachable = people.has_proven_address(citizen)
    if "sure" in request.POST and not reachable:
        return _delete(request, citizen)
    asked = asking.pending(request, "confirm", subject)
    form = CodeForm(request.POST or None, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        if asking.accept(request, "confirm", subject, form.cleaned_data["code"]):
            return _delete(request, citizen)
        asked = asked if asking.wrong(request, form, "confirm", subject) else None
    count = selectors.own_cases(own_actor(request, citizen)).count()
    context = {
        "tab": "data", "form": form, "asked": asked, "cases": count, "kinds": kinds(), "reachable": reachable,
        "often": asking.often(request),
    }  # fmt: skip
    return render(request, "account/delete.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """To a proven address that can be reached today, the latest first."""
    reachable = [each for each in people.addresses(citizen) if each.kind in kinds()]
    if not reachable:
        messages.error(request, _("Codes cannot be sent right now. Try again in a few minutes."))
        return redirect("account:delete")
    to = reachable[-1]
    outcome = asking.ask(request, "confirm", str(citizen.pk), kind=to.kind, address=to.value)
    return answered(request, outcome, "account:delete")


def _delete(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    services.delete(citizen)
    session.sign_out(request)
    messages.success(request, _("Your account is deleted."))
    return redirect("account:enter")
