"""Files that are live for a while, in a transaction that is taken back: what a proof of them stands on."""

from collections.abc import Iterable

from django.db import connection

from casetypes.access.services import sync_organisation
from casetypes.definitions import revision
from casetypes.definitions.loader import CityBundle, Loaded
from casetypes.definitions.models import CaseType, ConfigurationFile
from casetypes.definitions.publishing.versions import model_of, new_version
from casetypes.kernel.hashing import sha256_hex

LABEL = "rehearsal"


def rehearse(services: Iterable[Loaded], city: CityBundle | None = None) -> None:
    """Make these services, and first of all the other files of `city`, the live ones. Nothing is asked and nobody is
    told: the caller's transaction has to be taken back. Raises ValueError outside one and for files with problems."""
    if not connection.in_atomic_block:
        raise ValueError("a rehearsal belongs into a transaction that is taken back")
    if city is not None:
        _move_in(city)
    for loaded in services:
        live = CaseType.objects.filter(key=loaded.key, live__sha256=_digest(loaded), active=True)
        if not live.exists():
            new_version(loaded, LABEL, source="file")
    revision.renew()


def is_at_home(city: CityBundle) -> bool:
    """Whether it is the city that is live here."""
    live = ConfigurationFile.objects.filter(kind="city", live=True).first()
    return live is not None and live.document.get("key") == model_of(city.city).key


def _move_in(city: CityBundle) -> None:
    """Another city than the live one finds the house empty."""
    if not is_at_home(city):
        CaseType.objects.filter(live__isnull=False).update(live=None)
        ConfigurationFile.objects.filter(live=True).update(live=False)
    changed = {kind for kind, key, loaded in city.configuration() if _replace(kind, key, loaded)}
    if {"city", "desks"} & changed:
        sync_organisation(model_of(city.desks), model_of(city.city).departments)


def _replace(kind: str, key: str, loaded: Loaded) -> bool:
    """Whether it was not live already."""
    digest = _digest(loaded)
    rows = ConfigurationFile.objects.filter(kind=kind, key=key).order_by("-number")
    if rows.filter(live=True, sha256=digest).exists():
        return False
    newest = rows.first()
    rows.filter(live=True).update(live=False)
    ConfigurationFile.objects.create(
        kind=kind, key=key, number=newest.number + 1 if newest else 1, source=loaded.text,
        document=loaded.data, sha256=digest, published_by=LABEL,
    )  # fmt: skip
    return True


def _digest(loaded: Loaded) -> str:
    return sha256_hex(loaded.canonical.encode())
