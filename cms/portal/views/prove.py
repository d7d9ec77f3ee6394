"""Showing that one is the reporter of a folio: by a code to the mailbox they gave."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cms.portal import codes, session, tasks


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code of six digits"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, folio: str) -> HttpResponse:
    """Ask for a code, then type it. The page is the same whether the folio exists or not."""
    if session.is_proven(request, folio):
        return redirect("portal:track", folio)
    form = CodeForm(use_required_attribute=False)
    if "send" in request.POST:
        return _send(request, folio)
    if request.method == "POST":
        form = CodeForm(request.POST, use_required_attribute=False)
        if form.is_valid() and codes.accept(request, folio, form.cleaned_data["code"]):
            return redirect("portal:track", folio)
        if form.is_valid():
            form.add_error("code", _("That is not the code, or it has expired. Ask for a new one."))
    context = {"folio": folio, "form": form, "pending": codes.pending(request, folio)}
    return render(request, "portal/code.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, folio: str) -> HttpResponse:
    nonce = codes.issue(request, folio)
    if not tasks.ask_for_code(folio, nonce, get_language() or "es"):
        messages.error(request, _("Codes cannot be sent right now. Try again in a few minutes."))
    return redirect("portal:code", folio)


@never_cache
@require_POST
def leave(request: HttpRequest, folio: str) -> HttpResponse:
    """On a shared device: forget that this browser is the reporter's."""
    session.unprove(request, folio)
    return redirect("portal:track", folio)
