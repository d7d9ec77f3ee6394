"""Wagtail's own pages of users and groups lead here: there is one door to people, and it is ours.

They write straight into the tables, past posts, dates, second factors and the log. So nobody gets there, not even
who holds everything.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def instead(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Who reads is led to our list, which asks who they are; nothing is ever written."""
    if request.method not in ("GET", "HEAD"):
        raise PermissionDenied
    return redirect("people_list")
