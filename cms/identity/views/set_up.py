"""Setting up an app that tells codes: scan or type the key, prove it with a code, keep the recovery codes.

The same pages for the first sign-in of somebody whose role asks for it and for whoever adds one of their own accord.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from casetypes.access.actors import Actor, for_user
from casetypes.access.entry import second_factor, sessions
from casetypes.access.models import AuthenticatorApp, User
from cms.identity import entering, known_browsers, qr, speaking, tasks
from cms.identity.entering import Pending, person_of
from cms.identity.forms import CodeForm
from cms.identity.speaking import spoken


@dataclass(frozen=True)
class Setting:
    """Who sets up an app, and whether they are still between the steps of signing in."""

    user: User
    pending: Pending | None

    @property
    def actor(self) -> Actor:
        return for_user(self.user)

    @property
    def target(self) -> str:
        return self.pending.target if self.pending else "/admin/seguridad/"


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@spoken
def set_up(request: HttpRequest) -> HttpResponse:
    setting = _whose(request)
    if isinstance(setting, HttpResponse):
        return setting
    app = second_factor.unfinished_app(setting.user)
    if request.method == "GET" or app is None:
        app = app or second_factor.start_app(setting.user, name=_("My telephone"))
        return _page(request, setting, app, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, setting, app, form)
    if not second_factor.confirm_app(app, form.cleaned_data["code"], actor=setting.actor):
        form.add_error(
            "code", _("This is not the code of this key. Look at the app again: it changes every 30 seconds.")
        )
        return _page(request, setting, app, form)
    return _done(request, setting)


def _whose(request: HttpRequest) -> Setting | HttpResponse:
    """A stranger is led to the sign-in, who has an app between the steps to its code, who came long ago to prove
    themselves again."""
    if request.user.is_authenticated:
        if not sessions.proven_within(request.session, second_factor.RECENT):
            return redirect("identity_confirm")
        return Setting(person_of(request), None)
    pending = entering.pending(request)
    if pending is None:
        return redirect("identity_sign_in")
    return (
        redirect("identity_code") if second_factor.has_one(pending.user) else Setting(pending.user, pending)
    )


def _done(request: HttpRequest, setting: Setting) -> HttpResponse:
    """The app counts. The first one comes with recovery codes, shown on this very answer and never again."""
    user = setting.user
    tasks.hand_over(tasks.tell_changed, user.pk, "added")
    first = not second_factor.recovery_codes_left(user)
    codes = second_factor.new_recovery_codes(user, actor=setting.actor) if first else []
    if setting.pending:
        entering.open_session(request, user, means=f"{setting.pending.means}+app", strong=True)
    else:
        sessions.second_factor_given(request.session)
        sessions.end_all(user, actor=setting.actor, because="second_factor", keep=request.session)
    response = show_codes(request, codes, setting.target) if codes else redirect(setting.target)
    known_browsers.remember(request, response, user)
    return response


def show_codes(request: HttpRequest, codes: list[str], target: str) -> HttpResponse:
    context = {"codes": codes, "target": target, "choices": speaking.choices(request)}
    return render(request, "identity/codes.html", context)


def _page(request: HttpRequest, setting: Setting, app: AuthenticatorApp, form: CodeForm) -> HttpResponse:
    context = {
        "form": form, "picture": qr.picture(app), "same_phone": qr.address(app),
        "key": second_factor.typed_key(app), "account": setting.user,
        "must": setting.pending is not None, "choices": speaking.choices(request),
    }  # fmt: skip
    return render(request, "identity/set_up.html", context, status=422 if form.is_bound else 200)
