"""Signing in and out of a browser: whatever signed the person in, a row of the session is opened and the log told."""

from typing import Any

from django.contrib.auth import login, logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from casetypes.access import sessions
from casetypes.access.actors import Actor
from casetypes.access.models import StaffSession, User
from casetypes.audit import services as audit
from cms.identity import network

BACKEND = "django.contrib.auth.backends.ModelBackend"


def enter(request: HttpRequest, user: User, *, means: str) -> None:
    """Sign the person in, by `means` ("password", "sso"). A session that was open in this browser is gone first."""
    request.sign_in_means = means  # type: ignore[attr-defined]
    request.session.flush()
    login(request, user, backend=BACKEND)


def leave(request: HttpRequest, *, because: sessions.Because = "signed_out") -> None:
    """Sign out of this browser; nothing happens where nobody is signed in."""
    row = StaffSession.objects.filter(pk=sessions.mark_of(request.session).get("row")).first()
    if row is not None:
        sessions.end(row, actor=Actor(kind="staff", user_id=row.user_id), because=because)
    logout(request)


def _opened(sender: object, request: HttpRequest, user: User, **_signal: Any) -> None:
    """Every sign-in, also one that another library made, has its row."""
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
