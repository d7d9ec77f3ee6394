"""The rehearsal room: a transaction that is taken back, files in memory, messages that stay in the house."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone, translation

from casetypes.channels.carrying import holding
from casetypes.definitions import revision, selectors
from casetypes.definitions.loader import CityBundle
from casetypes.definitions.publishing.rehearsal import is_at_home
from casetypes.evidence import storage
from casetypes.kernel import clock
from casetypes.places import index
from casetypes.places import services as places
from casetypes.places.models import Municipality, Zone


@contextmanager
def sandbox() -> Iterator[None]:
    """Nothing of what happens inside is there afterwards. Callbacks of commits are never called; only numbers of
    sequences move. What the process keeps of definitions and places is read again."""
    try:
        with taken_back(), storage.in_memory(), holding():
            yield
    finally:
        revision.forget()
        index.forget()


@contextmanager
def taken_back() -> Iterator[None]:
    """A transaction, or a savepoint inside one, that ends where it began."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def as_in_the_city(language: str) -> Iterator[None]:
    """Days begin as in the live city, and sentences are in `language`."""
    with timezone.override(clock.zone(selectors.city().time_zone)), translation.override(language):
        yield


def bring_places(city: CityBundle) -> None:
    """The outline and zones of a city that is not at home here; inside a sandbox, after its files are live."""
    spec = selectors.city()
    Zone.objects.filter(active=True).update(active=False)
    places.load_municipality(spec, city.folder)
    places.load_zones(spec, city.folder)
    index.forget()


def needs_places(city: CityBundle) -> bool:
    """Asked before its files are live: whether the map here is another one, or none."""
    return not is_at_home(city) or not Municipality.objects.exists()
