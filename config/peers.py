"""What a proxy says of a request is believed only of a proxy: of a peer with one of the addresses of PROXY_NETWORKS.

Without this, whoever reaches the process itself (another machine of the network, a port left open) chooses the address
that limits count, and whether it came by TLS.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from casetypes.kernel.networks import lies_in

SAID_BY_PROXIES = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_FORWARDED",
)


class Peers:
    """The outermost middleware: takes away what a stranger said in a proxy's name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not lies_in(request.META.get("REMOTE_ADDR", ""), tuple(settings.PROXY_NETWORKS)):
            for name in SAID_BY_PROXIES:
                request.META.pop(name, None)
        return self.get_response(request)
