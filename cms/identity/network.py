"""Where a request comes from, as far as it can be believed, and how much of it is kept."""

from django.conf import settings
from django.http import HttpRequest

from casetypes.kernel import networks


def address_of(request: HttpRequest) -> str:
    """The caller's address (`networks.caller`); "" when it is none."""
    told, peer = request.META.get("HTTP_X_FORWARDED_FOR", ""), request.META.get("REMOTE_ADDR", "")
    return networks.caller(told, peer, settings.TRUSTED_PROXIES)


def network_of(request: HttpRequest) -> str:
    """The caller's network, for limits: an IPv4 address, or the /64 of an IPv6 one, of which everybody has plenty."""
    return networks.of_caller(address_of(request))


def roughly(request: HttpRequest) -> str:
    """What is kept and shown: the /16 or /32 around the address."""
    return networks.around(address_of(request), 16, 32)
