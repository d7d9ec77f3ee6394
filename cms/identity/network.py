"""Where a request comes from, as far as it can be believed, and how much of it is kept."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from casetypes.kernel import networks

UNKNOWN = ""


def address_of(request: HttpRequest) -> str:
    """The caller's address: of `X-Forwarded-For` the entry that our own outermost proxy wrote, or the connection's.

    Whatever stands before that entry was sent by the caller and is worth nothing. "" when it is no address.
    """
    proxies = settings.TRUSTED_PROXIES
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    found = told[-min(proxies, len(told))] if proxies and told else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(found))
    except ValueError:
        return UNKNOWN


def network_of(request: HttpRequest) -> str:
    """The caller's network, for limits: an IPv4 address, or the /64 of an IPv6 one, of which everybody has plenty."""
    return networks.of_caller(address_of(request))


def roughly(request: HttpRequest) -> str:
    """What is kept and shown: the /16 or /32 around the address."""
    return networks.around(address_of(request), 16, 32)
