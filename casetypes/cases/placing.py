"""Where a case is: the point or colonia of its answers, looked up in the city's map."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from casetypes.definitions.compiled import CompiledService
from casetypes.places import selectors as places
from casetypes.places.models import Zone


@dataclass(frozen=True)
class Place:
    """Columns of the case. A colonia without a point leaves latitude and longitude empty: nothing is invented."""

    zone: Zone | None = None
    latitude: float | None = None
    longitude: float | None = None
    cell: str = ""
    words: dict[str, object] = field(default_factory=dict)


def of_answers(compiled: CompiledService, answers: Mapping[str, Any]) -> Place:
    """The place that clean answers tell. The zone is the one the point lies in, else the one that was chosen."""
    key = compiled.location_field
    location = answers.get(key) if key else None
    if not location:
        return Place()
    words = {"address": location["address"]} if location.get("address") else {}
    chosen = location.get("zone")
    if "latitude" not in location:
        return Place(zone=places.get_zone(chosen) if chosen else None, words=words)
    found = places.locate(location["latitude"], location["longitude"])
    zone = found.zone or (places.get_zone(chosen) if chosen else None)
    return Place(zone, location["latitude"], location["longitude"], found.cell, words)
