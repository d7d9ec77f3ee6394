"""Where somebody goes after signing in: only to addresses of this very site, below one of its own doors."""

from urllib.parse import unquote, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve

from casetypes.access import doors

FIRST = "/admin/"
LONGEST = 2000


def wanted(request: HttpRequest) -> str:
    """What `next` asks for, posted or in the address, if one may go there; the first page of the staff otherwise."""
    return safe(request.POST.get("next") or request.GET.get("next") or "")


def safe(address: str) -> str:
    """`address` when it is a path of this site that exists; `FIRST` otherwise.

    Browsers take `//evil`, `/\\evil` and tabs or line ends in between for another host, so only a plain path that
    begins with one slash passes, also after its escapes are undone, and it has to lead to a page. Where something can
    only be sent (a note of a case), it is the page above: the case.
    """
    plain = unquote(address)
    if not 0 < len(address) <= LONGEST or not all(
        _is_path(text) for text in (address, plain, unquote(plain))
    ):
        return FIRST
    path = urlsplit(address).path
    match = _found(path)
    if match is None or match.url_name in {"identity_sign_out", "identity_sign_in"}:
        return FIRST
    listed = doors.at(doors.route_of(match))
    return _above(path) if listed and not _opens(listed) else address


def _above(path: str) -> str:
    """The nearest page with a name above an address that only takes what is sent to it."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        match = _found(path)
        if match and match.url_name and _opens(doors.at(doors.route_of(match))):
            return path
    return FIRST


def _found(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _opens(listed: tuple[doors.Door, ...]) -> bool:
    """Whether a browser may simply open the address of these doors."""
    return any("GET" in door.methods for door in listed)


def _is_path(text: str) -> bool:
    ordinary = text.isprintable() and "\\" not in text
    return ordinary and text.startswith("/") and not text.startswith("//") and not urlsplit(text).netloc
