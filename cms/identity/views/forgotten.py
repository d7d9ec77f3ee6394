"""A forgotten password: the same answer for every address, a letter in the background, a link that opens once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from casetypes.access.entry import passwords
from cms.identity import speaking, tasks
from cms.identity.forms import ForgottenForm, NewPasswordForm
from cms.identity.network import network_of
from cms.identity.speaking import spoken

TOKEN = "_auth_user_new_password"  # in the session: the link's secret leaves the address at once
SHOWN = "enlace"  # stands in the address in its place


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
def forgotten(request: HttpRequest) -> HttpResponse:
    form, asked = ForgottenForm(request.POST or None), False
    if form.is_valid():
        tasks.hand_over(tasks.send_link, form.cleaned_data["address"], network_of(request))
        asked = True
    context = {"form": form, "asked": asked, "choices": speaking.choices(request)}
    return render(request, "identity/forgotten.html", context, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters("new_password")
@require_http_methods(["GET", "POST"])
@spoken
def new_password(request: HttpRequest, encoded: str, token: str) -> HttpResponse:
    if token != SHOWN:
        request.session[TOKEN] = token
        return redirect("identity_new_password", encoded, SHOWN)
    user = passwords.whose(encoded, str(request.session.get(TOKEN, "")))
    if user is None:
        return _page(request, "identity/link_over.html", status=410)
    form = NewPasswordForm(user, request.POST or None)
    if not form.is_valid():
        return _page(
            request, "identity/new_password.html", status=422 if form.errors else 200, form=form, account=user
        )
    passwords.change(user, form.cleaned_data["new_password"], how="replaced")
    tasks.hand_over(tasks.tell_changed, user.pk, "password")
    request.session.flush()
    messages.success(request, _("Your new password holds from now on. Sign in with it."))
    return redirect("identity_sign_in")


def _page(request: HttpRequest, template: str, *, status: int, **context: object) -> HttpResponse:
    return render(request, template, {**context, "choices": speaking.choices(request)}, status=status)
