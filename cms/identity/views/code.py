"""The second step: a code of one's app, or a recovery code when it is lost."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from casetypes.access.entry import second_factor, sign_ins
from cms.identity import demonstration, entering, known_browsers, speaking, tasks
from cms.identity.entering import Pending
from cms.identity.forms import CodeForm, RecoveryForm
from cms.identity.speaking import spoken


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@spoken
def code(request: HttpRequest) -> HttpResponse:
    pending = entering.pending(request)
    if pending is None:
        return redirect("identity_sign_in")
    if "cancel" in request.POST:
        entering.give_up(request)
        return redirect("identity_sign_in")
    if not second_factor.has_one(pending.user):
        return redirect("identity_set_up")
    kind = RecoveryForm if "recuperacion" in request.GET else CodeForm
    form = kind(request.POST or None)
    if not form.is_valid():
        return _page(request, pending, form)
    return _try(request, pending, form)


def _try(request: HttpRequest, pending: Pending, form: CodeForm) -> HttpResponse:
    verdict = sign_ins.try_code(
        pending.user, form.cleaned_data["code"], whence=known_browsers.whence(request)
    )
    if verdict.means:
        means = f"{pending.means}+{verdict.means}"
        response = entering.enter(request, pending.user, means=means, target=pending.target, strong=True)
        if verdict.means == "recovery":
            tasks.hand_over(tasks.tell_changed, pending.user.pk, "recovery")
            _say_what_is_left(request, second_factor.recovery_codes_left(pending.user))
        return response
    if verdict.closed:
        tasks.hand_over(tasks.tell_locked, pending.user.pk, "code")
    if verdict.over:
        entering.give_up(request)
        messages.error(request, _("Too many wrong codes. Wait a quarter of an hour and sign in again."))
        return redirect("identity_sign_in")
    form.add_error("code", _why_not(form))
    return _page(request, pending, form)


def _why_not(form: CodeForm) -> str:
    if isinstance(form, RecoveryForm):
        return _("This recovery code does not open: each one counts once, and only those of the newest list. "
                 "Use another one.")  # fmt: skip
    return _("This code does not open. Use the one your app shows now; each one counts once.")


def _say_what_is_left(request: HttpRequest, left: int) -> None:
    text = ngettext(
        "You signed in with a recovery code. %(left)d is left: set up your telephone again, or make new codes.",
        "You signed in with a recovery code. %(left)d are left: set up your telephone again, or make new codes.",
        left,
    )
    messages.warning(request, text % {"left": left})


def _page(request: HttpRequest, pending: Pending, form: CodeForm) -> HttpResponse:
    context = {
        "form": form, "person": pending.user, "recovery": isinstance(form, RecoveryForm),
        "shown": demonstration.code_for(pending.user), "choices": speaking.choices(request),
    }  # fmt: skip
    return render(request, "identity/code.html", context, status=422 if form.is_bound else 200)
