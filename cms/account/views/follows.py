"""Reports of the neighbourhood that one follows, and the link in a letter that ends it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from casetypes.accounts import follows
from casetypes.accounts.selectors import line_of
from casetypes.citizens import services as citizens
from casetypes.citizens.models import Citizen
from casetypes.definitions import selectors as definitions
from casetypes.kernel.errors import NotFound, Refused
from casetypes.kernel.folio import FolioPattern
from cms.account import guessing
from cms.account.pages import signed_in
from cms.account.patience import too_many


class FolioForm(forms.Form):
    folio = forms.CharField(label=gettext_lazy("Folio of the report"), max_length=60)


@require_http_methods(["GET", "POST"])
@signed_in
def listed(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """POST follows the report of a folio; unknown and confidential ones get the same answer."""
    if request.method == "POST" and guessing.is_over(request):
        return too_many(request)
    form = FolioForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if request.method == "POST" and form.is_valid() and _follow(request, citizen, form):
        return redirect("account:follows")
    context = {
        "tab": "follows", "form": form, "told": bool(citizens.contact(citizen, "email")),
        "lines": [line_of(row.case, request.LANGUAGE_CODE) for row in follows.of(citizen)],
    }  # fmt: skip
    return render(request, "account/follows.html", context, status=422 if form.errors else 200)


def _follow(request: HttpRequest, citizen: Citizen, form: FolioForm) -> bool:
    folio = FolioPattern(definitions.city().folio).normalise(form.cleaned_data["folio"])
    try:
        follows.follow(citizen, folio)
    except NotFound as error:
        guessing.count(request)
        form.add_error("folio", error.message)
        return False
    except Refused as error:
        form.add_error("folio", error.message)
        return False
    messages.success(request, _("You follow it now. We write when its status changes."))
    return True


@require_POST
@signed_in
def leave(request: HttpRequest, citizen: Citizen, folio: str) -> HttpResponse:
    follows.leave(citizen, folio)
    messages.success(request, _("You do not follow it any more."))
    return redirect("account:follows")


@never_cache
@require_http_methods(["GET", "POST"])
def leave_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter: asks first, because mail programs open links by themselves. No account is needed."""
    row = follows.of_token(token)
    if request.method == "POST":
        follows.leave_by_token(token)
        row = None
    context = {"folio": row.case.folio if row else "", "done": row is None}
    return render(request, "account/unfollow.html", context)
