"""Showing that one is the reporter of a folio: by a code to the mailbox or the phone that was given with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.account import asking
from cms.account.forms import CodeForm, kinds
from cms.account.patience import answered, too_many
from cms.portal import session

LONGEST_FOLIO = 40


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, folio: str) -> HttpResponse:
    """Ask for a code, then type it. The page is the same whether the folio exists or not."""
    folio = folio[:LONGEST_FOLIO]
    if session.is_proven(request, folio):
        return redirect("portal:track", folio)
    if request.method == "POST" and asking.too_many_wrong(request):
        return too_many(request)
    if "send" in request.POST:
        return _send(request, folio)
    form = CodeForm(request.POST or None, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        if asking.accept(request, "folio", folio, form.cleaned_data["code"]):
            session.prove(request, folio)
            return redirect("portal:track", folio)
        asking.wrong(request, form, "folio", folio)
    context = {
        "folio": folio,
        "form": form,
        "pending": asking.pending(request, "folio", folio),
        "kinds": kinds(),
        "often": asking.often(request),
    }
    return render(request, "portal/code.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, folio: str) -> HttpResponse:
    kind = request.POST["send"] if request.POST["send"] in kinds() else "email"
    outcome = asking.ask(request, "folio", folio, kind=kind)
    return answered(request, outcome, "portal:code", folio)
