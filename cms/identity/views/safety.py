"""One's own safety: second factor, recovery codes, open sessions, sign-ins of late, password.

What changes a second factor asks again who is there, once in a quarter of an hour.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from casetypes.access.entry import passwords, second_factor, sessions, sign_ins
from casetypes.access.models import StaffSession
from cms.identity import demonstration, entering, known_browsers, tasks, words
from cms.identity.entering import person_of
from cms.identity.forms import ChangePasswordForm, CodeForm, PasswordForm
from cms.identity.views.set_up import show_codes
from cms.workspace.crumbs import crumbs, here
from cms.workspace.people import actor_of

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class SessionRow:
    session: StaffSession
    device: str
    means: str
    network: str
    own: bool


def recent(view: View) -> View:
    """Only for who showed lately who they are; others do so first."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not sessions.proven_within(request.session, second_factor.RECENT):
            return redirect("identity_confirm")
        return view(request, *args, **kwargs)

    return asked


@never_cache
def safety(request: HttpRequest) -> HttpResponse:
    user, title = person_of(request), _("Your safety")
    open_ones = [
        SessionRow(
            row,
            words.device(row),
            words.means(row),
            words.network(row),
            row.pk == sessions.row_of(request.session),
        )
        for row in sessions.open_of(user)
    ]
    context = {
        "apps": second_factor.apps_of(user), "codes_left": second_factor.recovery_codes_left(user),
        "must": second_factor.required_for(actor_of(request)), "sessions": open_ones,
        "entries": words.entries(user), "header_title": title, "header_icon": "lock",
        "breadcrumbs_items": crumbs(here(title)), "has_password": user.has_usable_password(),
    }  # fmt: skip
    return render(request, "identity/safety.html", context)


@never_cache
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Who is there: a code of their app, or their password when they have none."""
    user = person_of(request)
    has_app = second_factor.has_one(user)
    form = (CodeForm if has_app else PasswordForm)(request.POST or None)
    if form.is_valid():
        refused = _confirm(request, form, has_app)
        if isinstance(refused, HttpResponse):
            return refused
        form.add_error(None, refused)
    title = _("Is it you?")
    context = {
        "form": form, "has_app": has_app, "shown": demonstration.code_for(user) if has_app else "",
        "header_title": title, "header_icon": "lock", "breadcrumbs_items": crumbs(_own(), here(title)),
    }  # fmt: skip
    return render(request, "identity/confirm.html", context, status=422 if form.errors else 200)


def _own() -> dict[str, str]:
    return {"url": reverse("identity_safety"), "label": _("Your safety")}


def _confirm(request: HttpRequest, form: Any, has_app: bool) -> HttpResponse | str:
    """On to the safety page; the sign-in after too many tries; or what was wrong."""
    whence, user = known_browsers.whence(request), person_of(request)
    if not has_app:
        right = sign_ins.try_password(user.get_username(), form.cleaned_data["password"], whence=whence).user
        if right is None:
            return _("This is not your password, or it was tried too often.")
        sessions.proven_again(request.session)
        return redirect("identity_safety")
    verdict = sign_ins.try_code(user, form.cleaned_data["code"], whence=whence)
    if verdict.means:
        sessions.second_factor_given(request.session)
        return redirect("identity_safety")
    if verdict.closed:
        tasks.hand_over(tasks.tell_locked, user.pk, "code")
    if verdict.over:
        entering.leave(request, because="second_factor")
        return redirect("identity_sign_in")
    return _("This code does not open. Use the one your app shows now; each one counts once.")


@require_POST
@recent
def remove_app(request: HttpRequest, app: int) -> HttpResponse:
    """Every other session ends. The last app of who needs one stays: a new one comes first."""
    user, actor = person_of(request), actor_of(request)
    own = second_factor.apps_of(user)
    found = next((each for each in own if each.pk == app), None)
    if found is None:
        raise Http404
    if len(own) == 1 and second_factor.required_for(actor):
        messages.error(
            request, _("Your role needs a second factor: add the new one before you remove this one.")
        )
        return redirect("identity_safety")
    second_factor.remove_app(found, actor=actor)
    sessions.end_all(user, actor=actor, because="second_factor", keep=request.session)
    tasks.hand_over(tasks.tell_changed, user.pk, "removed")
    messages.success(request, _("The app was removed, and your other sessions ended."))
    return redirect("identity_safety")


@never_cache
@require_POST
@recent
def new_codes(request: HttpRequest) -> HttpResponse:
    user = person_of(request)
    if not second_factor.has_one(user):
        raise Http404
    codes = second_factor.new_recovery_codes(user, actor=actor_of(request))
    tasks.hand_over(tasks.tell_changed, user.pk, "codes")
    return show_codes(request, codes, "/admin/seguridad/")


@require_POST
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    """One of one's own; of somebody else's there is none here."""
    row = next((each for each in sessions.open_of(person_of(request)) if each.pk == session), None)
    if row is None:
        raise Http404
    if row.pk == sessions.row_of(request.session):
        entering.leave(request)
        return redirect("identity_sign_in")
    sessions.end(row, actor=actor_of(request), because="by_person")
    messages.success(request, _("That session ended."))
    return redirect("identity_safety")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Everywhere but here, at once."""
    sessions.end_all(person_of(request), actor=actor_of(request), because="everywhere", keep=request.session)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("identity_safety")


@never_cache
@sensitive_post_parameters("password", "new_password")
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """With the present one; every other session ends."""
    user = person_of(request)
    form = ChangePasswordForm(user, request.POST or None)
    if form.is_valid():
        present, whence = form.cleaned_data["password"], known_browsers.whence(request)
        if sign_ins.try_password(user.get_username(), present, whence=whence).user is not None:
            passwords.change(user, form.cleaned_data["new_password"], how="changed", keep=request.session)
            tasks.hand_over(tasks.tell_changed, user.pk, "password")
            messages.success(request, _("Your password was changed, and your other sessions ended."))
            return redirect("identity_safety")
        form.add_error("password", _("This is not your password, or it was tried too often."))
    title = _("Change your password")
    context = {
        "form": form, "header_title": title, "header_icon": "lock",
        "breadcrumbs_items": crumbs(_own(), here(title)),
    }  # fmt: skip
    return render(request, "identity/change_password.html", context, status=422 if form.errors else 200)
