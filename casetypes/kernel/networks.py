"""Addresses of the internet and the networks around them."""

import ipaddress
from collections.abc import Iterable
from functools import lru_cache


def around(address: str, four: int, six: int) -> str:
    """The network of so many bits around an IPv4 or IPv6 address; "" for what is no address."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{known}/{four if known.version == 4 else six}", strict=False))


def caller(forwarded: str, peer: str, proxies: int) -> str:
    """Whose request it is: of `X-Forwarded-For` the entry that our own outermost proxy wrote, or the peer.

    Whatever stands before that entry was sent by the caller and is worth nothing. "" when it is no address.
    """
    told = [part.strip() for part in forwarded.split(",") if part.strip()]
    found = told[-min(proxies, len(told))] if proxies and told else peer
    try:
        return str(ipaddress.ip_address(found))
    except ValueError:
        return ""


def of_caller(address: str) -> str:
    """What limits count: an IPv4 address, or the /64 of an IPv6 one, of which everybody has plenty."""
    return around(address, 32, 64)


@lru_cache(maxsize=1024)
def lies_in(address: str, networks: tuple[str, ...]) -> bool:
    """Whether an address lies in one of these networks ("10.0.0.0/8"); never one that is no address."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    plain = getattr(known, "ipv4_mapped", None) or known
    return any(plain in each for each in _read(networks) if each.version == plain.version)


def _read(networks: Iterable[str]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    return [ipaddress.ip_network(each, strict=False) for each in networks]
