"""Middleware: what somebody sent when their session was over is not lost.

A stranger who sends something is led to the sign-in, and a browser drops what it carried. Where it carried words, the
sign-in page answers in its place and shows them, to be copied. Nothing of them is kept here.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cms.identity import entering
from cms.identity.views import sign_in

SECRET = ("password", "token", "code", "secret")  # parts of the names of fields that are never shown
MANY, LONG = 5, 100_000  # fields, and characters of each


class Unsent:
    """Stands within Django's CsrfViewMiddleware: only what a page of ours sent comes this far."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or not _led_to_sign_in(response) or entering.pending(request):
            return response
        words = _words(request)
        return sign_in.again(request, words) if words else response


def _led_to_sign_in(response: HttpResponse) -> bool:
    going = response.get("Location", "") if response.status_code == 302 else ""
    return urlsplit(going).path == reverse("identity_sign_in") and "next=" in going


def _words(request: HttpRequest) -> list[str]:
    """What a person wrote: fields of more than one word, as they were sent, without secrets."""
    written = [
        str(text)[:LONG]
        for key, text in request.POST.items()
        if not any(part in key.lower() for part in SECRET)
    ]
    return [text for text in written if len(text.split()) > 1][:MANY]
