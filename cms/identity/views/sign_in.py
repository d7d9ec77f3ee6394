"""The first step: a name with its password. Whatever is wrong is said in the same words."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from casetypes.access.entry import sign_ins
from cms.identity import destinations, entering, known_browsers, providers, speaking, tasks
from cms.identity.forms import SignInForm
from cms.identity.guard import ENDED
from cms.identity.speaking import spoken

# For a wrong password, an unknown name, somebody who left, and a door that is closed for a while: the same words.
WRONG = gettext_noop(
    "The name or the password is not right, or it was tried too often."
    " Check both; if you are sure, wait a quarter of an hour."
)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@spoken
def sign_in(request: HttpRequest) -> HttpResponse:
    target = destinations.wanted(request)
    if request.user.is_authenticated and entering.may_work_here(request.user):
        return redirect(target)
    if request.method == "POST":
        return _try(request, target)
    if entering.pending(request):
        return redirect("identity_code")
    return _page(request, SignInForm(), target)


def _try(request: HttpRequest, target: str) -> HttpResponse:
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _page(request, form, target, status=422)
    data, whence = form.cleaned_data, known_browsers.whence(request)
    verdict = sign_ins.try_password(data["username"], data["password"], whence=whence)
    if verdict.user is not None and entering.may_work_here(verdict.user):
        return entering.arrive(request, verdict.user, means="password", target=target)
    if verdict.closed:
        tasks.hand_over(tasks.tell_locked, verdict.whose, "password")
    form.add_error(None, _(WRONG))
    return _page(request, form, target, status=422)


@never_cache
@spoken
def again(request: HttpRequest, unsent: list[str]) -> HttpResponse:
    """Answers what somebody sent without a session: the page, their words to copy; then back to where it was."""
    return _page(request, SignInForm(), destinations.safe(request.get_full_path()), status=403, unsent=unsent)


def _page(
    request: HttpRequest, form: SignInForm, target: str, status: int = 200, unsent: Sequence[str] = ()
) -> HttpResponse:
    context = {
        "form": form, "next": target, "ended": request.session.pop(ENDED, ""), "unsent": unsent,
        "buttons": providers.buttons(request, target), "few_passwords": providers.few_passwords(),
        "choices": speaking.choices(request),
    }  # fmt: skip
    return render(request, "identity/sign_in.html", context, status=status)


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    entering.leave(request)
    return redirect("identity_sign_in")
