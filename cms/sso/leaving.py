"""Signing out: here and at the provider when the person asks, and here when the provider says so."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from casetypes.access.actors import SYSTEM
from casetypes.access.entry import sessions
from casetypes.access.models import StaffSession
from cms.sso.models import Identity, SignedOn
from cms.sso.oidc import discovery
from cms.sso.proof import Proven
from cms.sso.providers import Provider
from cms.sso.refusals import ProviderAway

HERE = "sso"  # in a session that began at a provider: which one, and the token that tells it who leaves
GOING = "sso_leaving"  # the same in the next session of that browser, until it has gone there
SIGN_OUT = "identity_sign_out"


def origin_of(identity: Identity, proven: Proven) -> dict[str, Any]:
    """What is to be known of the session that comes of this sign-in."""
    return {
        "identity": identity.pk,
        "sid": proven.sid,
        HERE: {"provider": proven.provider.key, "token": proven.token},
    }


def connect() -> None:
    user_logged_in.connect(_opened, dispatch_uid="agora-sso-opened")
    user_logged_out.connect(_closing, dispatch_uid="agora-sso-closing")


def _opened(sender: object, request: HttpRequest, **_signal: Any) -> None:
    """After `cms.identity` opened the session: whose it is at the provider."""
    origin = getattr(request, "sign_in_origin", None)
    if origin and "identity" in origin:
        row = sessions.row_of(request.session)
        SignedOn.objects.create(identity_id=origin["identity"], session_id=row, sid=origin["sid"])
        request.session[HERE] = origin[HERE]


def _closing(sender: object, request: HttpRequest, **_signal: Any) -> None:
    """Before the session is gone: remember what the provider has to be told."""
    request.sso_leaving = request.session.get(HERE)  # type: ignore[attr-defined]


class Onward:
    """Middleware: who signs out of a session that began at a provider goes on there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        going = getattr(request, GOING, None)
        asked = request.resolver_match is not None and request.resolver_match.url_name == SIGN_OUT
        if not going or not asked or response.status_code != 302:
            return response
        request.session[GOING] = going
        onward = redirect("sso_leave", going["provider"])
        onward.cookies = response.cookies
        return onward


def address_at(provider: Provider, session: SessionBase) -> str | None:
    """Where the browser signs out at the provider; None when nobody just left, or it has no such address."""
    going = session.pop(GOING, None)
    if not going or going["provider"] != provider.key:
        return None
    try:
        end = discovery.metadata(provider).end_session_endpoint
    except ProviderAway:
        return None
    if not end:
        return None
    told = {
        "id_token_hint": going["token"], "client_id": provider.spec.client_id,
        "post_logout_redirect_uri": provider.address("sso_left"),
    }  # fmt: skip
    return f"{end}{'&' if '?' in end else '?'}{urlencode(told)}"


def end(provider: Provider, *, subject: str, sid: str) -> int:
    """End the open sessions that began there, of this subject and this session of theirs; how many. "": any."""
    rows = SignedOn.objects.filter(identity__issuer=provider.spec.issuer, session__ended_at=None)
    rows = rows.filter(identity__subject=subject) if subject else rows
    rows = rows.filter(sid=sid) if sid else rows
    found = list(StaffSession.objects.filter(pk__in=rows.values("session")))
    for row in found:
        sessions.end(row, actor=SYSTEM, because="provider")
    return len(found)
