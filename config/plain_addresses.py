"""Addresses with a NUL in them are refused at once: PostgreSQL takes none, and nobody types one. All is read as UTF-8.

A path that begins with two slashes is read as one with one: pages link to themselves, and `//evil.example/` in a link
is another site.

Who sends a form names its encoding, and Django would decode the address by it as well, or fail twice over another one
than UTF-8: once at the form and again while it says so.
"""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NUL, UTF_8 = "\x00", "utf-8"
ELSEWHERE = ("//", "/\\")  # in a link, browsers read what follows as the name of another site


class PlainAddresses:
    """Middleware; looks at the path and the question of an address once it is known whose it is, so that the page
    that says 400 has its language. Forms refuse NUL in what is typed by themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(ELSEWHERE):
            request.path = request.path_info = "/" + request.path_info.lstrip("/\\")
        if (request.encoding or UTF_8).lower() != UTF_8:
            request.encoding = UTF_8
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        if NUL in request.path_info or any(
            NUL in text for pair in request.GET.lists() for text in (pair[0], *pair[1])
        ):
            raise BadRequest("NUL in the address")
