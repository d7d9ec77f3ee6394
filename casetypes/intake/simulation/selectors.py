"""Whether this city is a simulated one: every page of it says so."""

from django.core.cache import cache

from casetypes.intake.models import Simulation

KEY = "intake.simulation.there"
SECONDS = 60


def is_simulated() -> bool:
    """Whether a simulated year was ever begun here; asked once a minute."""
    known = cache.get(KEY)
    if known is None:
        known = Simulation.objects.exists()
        cache.set(KEY, known, SECONDS)
    return bool(known)


def forget() -> None:
    """Ask again at once: a year was begun."""
    cache.delete(KEY)
