"""Adding an address to the account, proven by a code first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from casetypes.accounts import codes, services
from casetypes.citizens.models import Citizen
from casetypes.kernel.errors import DomainError
from cms.account import asking
from cms.account.forms import FORMS, CodeForm, kinds
from cms.account.pages import signed_in
from cms.account.patience import answered, too_many


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """The address is kept only when it was proven; until then the account knows nothing of it."""
    asked = request.POST.get("kind") or request.GET.get("por", "")
    kind = asked if asked in kinds() else "email"
    form = FORMS[kind](request.POST if request.method == "POST" else None, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        return _send(request, citizen, kind, form.cleaned_data["address"])
    context = {"tab": "data", "form": form, "kind": kind}
    return render(request, "account/add_address.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, citizen: Citizen, kind: str, address: str) -> HttpResponse:
    outcome = asking.ask(request, "prove_address", str(citizen.pk), kind=kind, address=address)
    return answered(request, outcome, "account:prove_address")


@require_http_methods(["GET", "POST"])
@signed_in
def prove(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    asked = asking.pending(request, "prove_address", str(citizen.pk))
    if asked is None:
        return redirect("account:add_address")
    if request.method == "POST" and asking.too_many_wrong(request):
        return too_many(request)
    if "send" in request.POST:
        return _send(request, citizen, asked.kind, codes.address_in(asked))
    form = CodeForm(request.POST or None, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        if proven := asking.accept(request, "prove_address", str(citizen.pk), form.cleaned_data["code"]):
            return _added(request, citizen, proven)
        if not asking.wrong(request, form, "prove_address", str(citizen.pk)):
            messages.warning(request, asking.OVER)
            return redirect("account:add_address")
    context = {
        "tab": "data",
        "form": form,
        "asked": asked,
        "address": codes.address_in(asked),
        "kinds": kinds(),
        "often": asking.often(request),
    }
    return render(request, "account/prove_address.html", context, status=422 if form.errors else 200)


def _added(request: HttpRequest, citizen: Citizen, proven: codes.Proven) -> HttpResponse:
    try:
        services.add_address(citizen, kind=proven.kind, address=proven.address)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The address is yours now: reports made with it are among your reports."))
    return redirect("account:data")
