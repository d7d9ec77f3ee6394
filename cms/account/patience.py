"""What is said when a code cannot be sent: the plain page for a network that asked too much, and when to come back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from cms.account.asking import Outcome

HOUR = 3600


def too_many(request: HttpRequest, seconds: int = HOUR) -> HttpResponse:
    """429 with Retry-After (seconds)."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response


def answered(request: HttpRequest, outcome: Outcome, route: str, *args: object) -> HttpResponse:
    """On to the page where the code is typed, however it went: the same for everybody."""
    if outcome == "too-many":
        return too_many(request)
    if outcome == "down":
        messages.error(request, _("Codes cannot be sent right now. Try again in a few minutes."))
    return redirect(route, *args)
