"""Folios that nobody has, counted by network: a folio opens a public page, so nobody may try them out in numbers.

Counted in the shared cache for an hour; while the cache is away nothing is refused.
"""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from casetypes.accounts.limits import digest_of_network
from cms.identity.network import network_of

SECONDS = 3600


def is_over(request: HttpRequest) -> bool:
    """Whether this network asked for so many unknown folios that it must wait, also with the folios that exist."""
    asked = cache.get(_key(request), 0)
    return int(asked) >= settings.UNKNOWN_FOLIOS_PER_NETWORK_HOUR


def count(request: HttpRequest) -> None:
    """One more that nobody has."""
    key = _key(request)
    cache.add(key, 0, SECONDS)
    try:
        cache.incr(key)
    except ValueError:
        return  # it ran out between the two calls: the next one begins anew


def _key(request: HttpRequest) -> str:
    return f"guessed-folios:{digest_of_network(network_of(request))}"
