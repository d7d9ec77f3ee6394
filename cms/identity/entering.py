"""Signing in and out of a browser: the first step, what is still to be done, and the session that comes of it.

Nobody is signed in before everything they need is given: between the steps the session only holds whose password (or
single sign-on) was right, for ten minutes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import login, logout
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from casetypes.access.actors import Actor, for_user
from casetypes.access.entry import second_factor, sessions
from casetypes.access.models import StaffSession, User
from casetypes.access.staff import admin_groups
from casetypes.audit import services as audit
from casetypes.kernel import clock
from cms.identity import destinations, known_browsers, network

MAY_OPEN = "wagtailadmin.access_admin"
BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING = "_auth_user_pending"
PATIENCE = 600  # seconds between the first step and the last


@dataclass(frozen=True)
class Pending:
    """Whose first step was right: by what `means`, and the address they want to go to.

    `origin`: what a provider of identity wants to be known of the session that comes of it.
    """

    user: User
    means: str
    target: str
    origin: Mapping[str, Any] = field(default_factory=dict)


def person_of(request: HttpRequest) -> User:
    """Who is signed in, on pages that are for them alone; raises PermissionDenied for a stranger."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def may_work_here(user: User) -> bool:
    """Whether the staff pages are for this person at all, also by a post or an absence that began today."""
    if not user.is_active or user.has_perm(MAY_OPEN):
        return user.is_active
    return bool(admin_groups.follow([user.pk])) and User.objects.get(pk=user.pk).has_perm(MAY_OPEN)


def arrive(
    request: HttpRequest, user: User, *, means: str, target: str, second_factor_given: bool = False,
    origin: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """After a right first step (`means`: "password", "sso"): sign in, or on to the second factor.

    `second_factor_given`: whoever vouches for the person asked for one already. `origin`: see `Pending`. Redirects.
    """
    request.sign_in_origin = origin or {}  # type: ignore[attr-defined]
    if second_factor_given:
        return enter(request, user, means=means, target=target, strong=True)
    has_one = second_factor.has_one(user)
    if not has_one and not second_factor.required_for(for_user(user)):
        return enter(request, user, means=means, target=target)
    wait_for_second_factor(request, user, means=means, target=target, origin=origin)
    return redirect("identity_code" if has_one else "identity_set_up")


def wait_for_second_factor(
    request: HttpRequest, user: User, *, means: str, target: str, origin: Mapping[str, Any] | None = None
) -> None:
    """Note whose first step was right, in a session with a new key and nothing else in it."""
    request.session.flush()
    request.session[PENDING] = {
        "user": user.pk, "hash": user.get_session_auth_hash(), "at": clock.now().timestamp(), "means": means,
        "target": destinations.safe(target), "origin": dict(origin or {}),
    }  # fmt: skip


def pending(request: HttpRequest) -> Pending | None:
    """Who is between the steps in this browser; None when nobody is, or it took too long, or something changed."""
    kept = request.session.get(PENDING)
    if not kept or not 0 <= clock.now().timestamp() - kept["at"] <= PATIENCE:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(kept["hash"], user.get_session_auth_hash()):
        return None
    request.sign_in_origin = kept["origin"]  # type: ignore[attr-defined]
    return Pending(user, kept["means"], kept["target"], kept["origin"])


def give_up(request: HttpRequest) -> None:
    """Forget the first step."""
    request.session.flush()


def enter(request: HttpRequest, user: User, *, means: str, target: str, strong: bool = False) -> HttpResponse:
    """Sign the person in and lead them where they wanted to go. The session and its key are new ones.

    `strong`: the second factor was given.
    """
    open_session(request, user, means=means, strong=strong)
    response = redirect(target)
    known_browsers.remember(request, response, user)
    return response


def open_session(request: HttpRequest, user: User, *, means: str, strong: bool) -> None:
    """The session itself; whatever was open in this browser is gone first, and Wagtail's groups are those of today."""
    admin_groups.follow([user.pk])
    request.session.flush()
    request.sign_in_means = means  # type: ignore[attr-defined]
    login(request, user, backend=BACKEND)
    if strong:
        sessions.second_factor_given(request.session, means)


def leave(request: HttpRequest, *, because: sessions.Because = "signed_out") -> None:
    """Sign out of this browser; nothing happens where nobody is signed in."""
    row = StaffSession.objects.filter(pk=sessions.row_of(request.session)).first()
    if row is not None:
        sessions.end(row, actor=Actor(kind="staff", user_id=row.user_id), because=because)
    logout(request)


def _opened(sender: object, request: HttpRequest, user: User, **_signal: Any) -> None:
    """Every sign-in, also one that another library made, has its row and its leaf."""
    means = getattr(request, "sign_in_means", "password")
    row = sessions.begin(
        request.session,
        user,
        means=means,
        browser=request.META.get("HTTP_USER_AGENT", ""),
        network=network.roughly(request),
    )
    data = {"means": means, "session": row.pk}
    audit.record(action="session.begin", actor=f"user:{user.pk}", subject=f"user:{user.pk}", data=data)


def connect() -> None:
    user_logged_in.connect(_opened, dispatch_uid="agora-session-opened")
