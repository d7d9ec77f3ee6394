"""How often a network may come back from Llave MX: each time costs a call to it, and a thread that waits."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

from cms.identity.network import network_of

HOUR = 3600
MOST = 120  # an office, a school or a mobile operator may stand behind one address


def too_many_tries(request: HttpRequest) -> bool:
    """Counts this one. Without a cache nobody is held up."""
    key = f"llave_mx:{hashlib.sha256(network_of(request).encode()).hexdigest()}"
    cache.add(key, 0, HOUR)
    try:
        return int(cache.incr(key)) > MOST
    except ValueError:
        return False
