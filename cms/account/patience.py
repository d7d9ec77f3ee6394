"""The plain page for a network that asked too much, and when to come back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

HOUR = 3600


def too_many(request: HttpRequest, seconds: int = HOUR) -> HttpResponse:
    """429 with Retry-After (seconds)."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response
