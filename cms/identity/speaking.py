"""The language of pages before anybody is signed in: what they chose here, or Spanish, the city's first.

Whose first step was right is spoken to in their own language already, if they chose none.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from cms.identity import entering

CHOICE = "idioma"
KNOWN = tuple(code for code, _name in settings.LANGUAGES)
View = Callable[..., HttpResponse]


def spoken(view: View) -> View:
    """The page in the reader's language; `?idioma=en` chooses it and is remembered by a cookie."""

    @wraps(view)
    def in_language(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = request.GET.get(CHOICE, "")
        language = chosen if chosen in KNOWN else _remembered(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = view(request, *args, **kwargs)
        if chosen in KNOWN:
            remember(response, chosen)
        return response

    return in_language


def _remembered(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return str(request.user.language)
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if cookie in KNOWN:
        return cookie
    between = entering.pending(request)
    return str(between.user.language) if between else settings.LANGUAGE_CODE


def remember(response: HttpResponse, language: str) -> None:
    """The reader chose this language in this browser."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def choices(request: HttpRequest) -> list[tuple[str, str, bool, str]]:
    """(code, name, whether it is this one, address of this page in it) of each language."""
    current, found = translation.get_language() or "es", []
    for code, name in (("es", "Español"), ("en", "English")):
        query = request.GET.copy()
        query[CHOICE] = code
        found.append((code, name, code == current, f"?{query.urlencode(safe='/')}"))
    return found
