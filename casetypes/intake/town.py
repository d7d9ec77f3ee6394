"""Where invented cases happen, of a demonstration or a simulated year: neighbourhoods with much and with little, and
places that come up again and again."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import cos, pi, radians, sin
from random import Random
from typing import Any

from casetypes.cases.placing import Place
from casetypes.definitions import selectors as definitions
from casetypes.places import selectors as places
from casetypes.places.models import Zone

DEGREE_KM = 111.32
REACH_KM = 7.0
AROUND_KM = 0.35
SHARE_REPEATED = 0.3
PLACES_A_ZONE = 25
SHARE_ADDRESS_ONLY = 0.04
TRIES = 20


@dataclass(frozen=True)
class Spot:
    """One place: the answer that a form gives of it, and the columns of the case that follow from it."""

    answer: dict[str, Any]
    place: Place

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude; None where only the zone is known."""
        if self.place.latitude is None or self.place.longitude is None:
            return None
        return self.place.latitude, self.place.longitude


class Town:
    """The places of a city, the same for the same seed. With `neighbourhoods`, all happens in so many zones."""

    def __init__(self, seed: int, neighbourhoods: int | None = None) -> None:
        self._chance = Random(f"town {seed}")
        self.centre = definitions.city().center or (0.0, 0.0)
        zones = list(Zone.objects.filter(active=True).order_by("key"))
        self._zones = {zone.pk: zone for zone in zones}
        self._chance.shuffle(zones)
        zones = zones[:neighbourhoods]
        self._named = zones
        self._shares = list(accumulate(1 / (rank + 3) for rank in range(len(zones))))
        self._middles = [self._middle(zone) for zone in zones]
        self._known: dict[tuple[int, int], Spot] = {}

    def spot(self, chance: Random) -> Spot:
        """Somewhere in the city: often where something was reported before."""
        if not self._named:
            return self._somewhere(chance, None, self.centre)
        rank = bisect_right(self._shares, chance.random() * self._shares[-1])
        zone, middle = self._named[rank], self._middles[rank]
        if chance.random() < SHARE_ADDRESS_ONLY:
            return self._by_name(zone)
        if chance.random() < SHARE_REPEATED:
            return self._again(rank, int(PLACES_A_ZONE * chance.random() ** 2), zone, middle)
        return self._somewhere(chance, zone, middle)

    def _again(self, rank: int, number: int, zone: Zone, middle: tuple[float, float]) -> Spot:
        known = self._known.get((rank, number))
        if known is None:
            own = Random(f"place {self._seed_of_places} {rank} {number}")
            known = self._known[rank, number] = self._somewhere(own, zone, middle)
        return known

    @cached_property
    def _seed_of_places(self) -> int:
        return Random(repr(self._middles[:50])).getrandbits(32)

    def _middle(self, zone: Zone) -> tuple[float, float]:
        """Of a zone without an area: somewhere around the centre, always the same for one seed."""
        if zone.latitude is not None and zone.longitude is not None:
            return zone.latitude, zone.longitude
        for _try in range(TRIES):
            point = _near(self._chance, self.centre, REACH_KM)
            if places.inside_municipality(*point):
                return point
        return self.centre

    def _somewhere(self, chance: Random, zone: Zone | None, middle: tuple[float, float]) -> Spot:
        for _try in range(TRIES):
            point = _near(chance, middle, AROUND_KM if zone else REACH_KM)
            found = places.locate(*point)
            if found.inside:
                break
        else:
            point, found = middle, places.locate(*middle)
        answer: dict[str, Any] = {"latitude": point[0], "longitude": point[1]}
        if zone is not None:
            answer["zone"] = zone.key
        held = self._zones.get(found.zone.pk) if found.zone else zone
        return Spot(answer, Place(held, *point, found.cell))

    def _by_name(self, zone: Zone) -> Spot:
        return Spot({"zone": zone.key}, Place(zone))


def _near(chance: Random, centre: tuple[float, float], kilometres: float) -> tuple[float, float]:
    """Denser towards the middle; six decimals are a tenth of a metre."""
    angle, distance = chance.random() * 2 * pi, kilometres * chance.random() ** 0.7
    latitude = centre[0] + sin(angle) * distance / DEGREE_KM
    longitude = centre[1] + cos(angle) * distance / (DEGREE_KM * cos(radians(centre[0])))
    return round(latitude, 6), round(longitude, 6)
