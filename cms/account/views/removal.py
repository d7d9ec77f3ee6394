"""Removing an address of the account: what it means, then a code once more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casetypes.accounts import services
from casetypes.citizens import selectors as people
from casetypes.citizens.models import Citizen
from casetypes.citizens.selectors import Address
from casetypes.kernel.errors import DomainError
from cms.account import asking
from cms.account.forms import CodeForm, kinds
from cms.account.pages import signed_in
from cms.account.patience import answered, too_many
from cms.account.views.data import shown


@require_http_methods(["GET", "POST"])
@signed_in
def remove(request: HttpRequest, citizen: Citizen, number: int) -> HttpResponse:
    """`send` asks for a code at an address of the account; the right one removes."""
    addresses = people.addresses(citizen)
    leaving = next((each for each in addresses if each.number == number), None)
    if leaving is None:
        return redirect("account:data")
    if len(addresses) == 1:
        messages.error(request, _("The last address stays: with it you sign in."))
        return redirect("account:data")
    if request.method == "POST" and asking.too_many_wrong(request):
        return too_many(request)
    if "send" in request.POST:
        return _send(request, citizen, leaving, addresses)
    subject = _subject(citizen, number)
    asked = asking.pending(request, "confirm", subject)
    form = CodeForm(request.POST or None, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        if asking.accept(request, "confirm", subject, form.cleaned_data["code"]):
            return _remove(request, citizen, number)
        asked = asked if asking.wrong(request, form, "confirm", subject) else None
    context = {
        "tab": "data", "form": form, "asked": asked, "address": shown(leaving.kind, leaving.value), "kinds": kinds(),
        "often": asking.often(request),
    }  # fmt: skip
    return render(request, "account/remove_address.html", context, status=422 if form.errors else 200)


def _subject(citizen: Citizen, number: int) -> str:
    """A code for one address removes no other and deletes no account."""
    return f"{citizen.pk}:{number}"


def _send(request: HttpRequest, citizen: Citizen, leaving: Address, addresses: list[Address]) -> HttpResponse:
    """To the oldest address that can be reached today, best to another than the one that leaves: it may be lost."""
    reachable = [each for each in addresses if each.kind in kinds()]
    to = next((each for each in reachable if each.number != leaving.number), None) or next(
        iter(reachable), None
    )
    outcome = (
        asking.ask(request, "confirm", _subject(citizen, leaving.number), kind=to.kind, address=to.value)
        if to
        else "down"
    )
    return answered(request, outcome, "account:remove_address", leaving.number)


def _remove(request: HttpRequest, citizen: Citizen, number: int) -> HttpResponse:
    try:
        services.remove_address(citizen, number)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The address is removed."))
    return redirect("account:data")
