"""What the people of a demonstration say: the answers of a scenario, at other places and dates, without contacts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import cos, pi, radians, sin
from random import Random
from typing import Any

from casetypes.definitions import selectors as definitions
from casetypes.definitions.compiled import CompiledService
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.schema.scenarios import Scenario
from casetypes.kernel import clock
from casetypes.places import selectors as places

CONTACTS = {"email", "phone", "curp", "address"}
DEGREE_KM = 111.32
FARTHEST_KM = 3.5
NEIGHBOURHOODS = 14


@dataclass(frozen=True)
class Spot:
    """Somewhere in the city; `zone` is a key or empty, `point` (latitude, longitude)."""

    point: tuple[float, float]
    zone: str


class Map:
    """Places around the one a scenario names: the same few neighbourhoods again and again, as in a real city."""

    def __init__(self, chance: Random) -> None:
        zones = [key for key, _name in places.zone_choices()]
        self._zones = chance.sample(zones, min(NEIGHBOURHOODS, len(zones)))
        self._shares = [1 / (rank + 2) for rank in range(len(self._zones))]
        self._around = {
            key: (chance.uniform(0, 2 * pi), chance.uniform(0.4, FARTHEST_KM)) for key in self._zones
        }

    def spot(self, chance: Random, centre: tuple[float, float]) -> Spot:
        """Near the middle of one neighbourhood; the scenario's own place when that lies outside the city."""
        if not self._zones:
            return Spot(centre, "")
        zone = chance.choices(self._zones, self._shares)[0]
        angle, distance = self._around[zone]
        distance += chance.uniform(-0.3, 0.3)
        angle += chance.uniform(-0.15, 0.15)
        latitude = centre[0] + sin(angle) * distance / DEGREE_KM
        longitude = centre[1] + cos(angle) * distance / (DEGREE_KM * cos(radians(centre[0])))
        point = (round(latitude, 6), round(longitude, 6))
        return Spot(point, zone) if places.inside_municipality(*point) else Spot(centre, zone)


def of_report(compiled: CompiledService, scenario: Scenario, spot: Spot, at: datetime) -> dict[str, Any]:
    """Raw answers of a form: nobody is reachable, so nothing is ever sent to anybody outside."""
    answers = {
        key: _dated(compiled.fields[key], value, at)
        for key, value in scenario.given.items()
        if key in compiled.fields and compiled.fields[key].type not in CONTACTS
    }
    if compiled.location_field in answers:
        latitude, longitude = spot.point
        zone = {"zone": spot.zone} if spot.zone else {}
        answers[compiled.location_field] = {"latitude": latitude, "longitude": longitude, **zone}
    return answers


def _dated(field: FieldOptions, value: Any, at: datetime) -> Any:
    """Dates of a scenario lie in its own time; here the day of the report stands for them."""
    if field.type == "date":
        return clock.local(at, definitions.city().time_zone).date().isoformat()
    return value


def of_survey(questions: Mapping[str, FieldOptions], chance: Random) -> dict[str, Any]:
    """Mostly content people; questions that may stay empty do."""
    rating = chance.choices((0.0, 0.25, 0.5, 0.75, 1.0), (1, 1, 2, 6, 8))[0]
    answers: dict[str, Any] = {}
    for key, question in questions.items():
        low, high = getattr(question, "min", None), getattr(question, "max", None)
        if question.type == "integer" and low is not None and high is not None:
            answers[key] = round(low + (high - low) * rating)
        elif question.type == "boolean":
            answers[key] = rating > 0.25  # noqa: PLR2004
    return answers
