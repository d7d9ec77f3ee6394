"""Middleware: who is signed in as staff is asked here, by whatever page asks first, and only then.

The person of `request.user` is nobody when the session is over or when the second factor that their role asks for was
not given: so every address of every face, also Wagtail's own, fragments and exports, treats them as a stranger.
"""

from collections.abc import Callable
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from casetypes.access.actors import for_user
from casetypes.access.entry import second_factor, sessions
from casetypes.access.staff import admin_groups
from cms.identity import entering

ENDED = "_auth_user_ended"  # in the session: why the last one ended, for the sign-in page to say


class Guard:
    """Stands after Django's AuthenticationMiddleware, whose answer it judges."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.user
        judged: Any = SimpleLazyObject(lambda: judge(request, signed_in))
        request.user = judged
        request.auser = sync_to_async(lambda: judged)
        return self.get_response(request)


def judge(request: HttpRequest, user: Any) -> Any:
    """The person, or nobody. No query for a session with a second factor but once a minute, and once a day for
    Wagtail's groups, which then follow the posts of that day without waiting for a worker."""
    if not user.is_authenticated:
        return user
    request.user = user
    why = sessions.follow(request.session, user) if sessions.mark_of(request.session) else "too_long"
    if why:
        entering.leave(request, because=why)
        request.session[ENDED] = why
        return AnonymousUser()
    if sessions.sees_a_new_day(request.session):
        admin_groups.follow([user.pk])
    if sessions.has_second_factor(request.session):
        return user
    actor = for_user(user)
    if second_factor.required_for(actor):
        entering.leave(request, because="second_factor")
        target = request.get_full_path() if request.method == "GET" else ""
        entering.wait_for_second_factor(request, user, means="password", target=target)
        return AnonymousUser()
    request.agora_actor = actor  # type: ignore[attr-defined]
    return user
