"""Where somebody goes after signing in: only to addresses of this very site, below one of its own doors."""

from urllib.parse import unquote, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve

FIRST = "/admin/"
LONGEST = 2000


def wanted(request: HttpRequest) -> str:
    """What `next` asks for, posted or in the address, if one may go there; the first page of the staff otherwise."""
    return safe(request.POST.get("next") or request.GET.get("next") or "")


def safe(address: str) -> str:
    """`address` when it is a path of this site that exists; `FIRST` otherwise.

    Browsers take `//evil`, `/\\evil` and tabs or line ends in between for another host, so only a plain path that
    begins with one slash passes, also after its escapes are undone, and it has to lead to a page.
    """
    plain = unquote(address)
    if not 0 < len(address) <= LONGEST or not all(
        _is_path(text) for text in (address, plain, unquote(plain))
    ):
        return FIRST
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return FIRST
    return FIRST if match.url_name in {"identity_sign_out", "identity_sign_in"} else address


def _is_path(text: str) -> bool:
    ordinary = text.isprintable() and "\\" not in text
    return ordinary and text.startswith("/") and not text.startswith("//") and not urlsplit(text).netloc
