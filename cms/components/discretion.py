"""Pages of confidential services: a quick exit on top, no name in the tab, nothing kept by the browser or a search.

A view marks its request (`mark`) and wraps itself in `discreetly`; `base.html` asks `request.discreet`.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers, patch_cache_control

R = TypeVar("R", bound=HttpResponseBase)


def mark(request: HttpRequest) -> None:
    """From here on the answer to this request is discreet."""
    request.discreet = True  # type: ignore[attr-defined]


def is_discreet(request: HttpRequest) -> bool:
    return bool(getattr(request, "discreet", False))


def keep_quiet(request: HttpRequest, response: R) -> R:
    """Headers of a discreet answer. `same-origin` sends no referrer to other sites; `no-referrer` would take the
    Origin from our own forms too, and Django would refuse them."""
    if is_discreet(request):
        add_never_cache_headers(response)
        patch_cache_control(response, no_store=True, private=True)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "same-origin"
    return response


def discreetly(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view's answer is kept quiet when it marked its request."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return keep_quiet(request, view(request, *args, **kwargs))

    return answer
