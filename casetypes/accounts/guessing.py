"""Folios that nobody has, counted by network: a folio opens a public page, so nobody may try them out in numbers.

Counted in the shared cache for an hour; while the cache is away nothing is refused. A network that is over waits also
for folios that exist: otherwise the refusal itself would tell them apart.
"""

from django.conf import settings
from django.core.cache import cache

from casetypes.accounts.limits import digest_of_network

SECONDS = 3600


def is_over(network: str) -> bool:
    """Whether a network asked for so many unknown folios that it must wait."""
    return int(cache.get(_key(network), 0)) >= settings.UNKNOWN_FOLIOS_PER_NETWORK_HOUR


def count(network: str) -> None:
    """One more that nobody has."""
    key = _key(network)
    cache.add(key, 0, SECONDS)
    try:
        cache.incr(key)
    except ValueError:
        return  # it ran out between the two calls: the next one begins anew


def _key(network: str) -> str:
    return f"guessed-folios:{digest_of_network(network)}"
