"""Every scenario of every city, walked through the real services."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from casetypes.definitions import selectors
from casetypes.definitions.loader import load_city
from casetypes.definitions.models import CaseType
from casetypes.definitions.services import publish_city
from casetypes.kernel import clock
from casetypes.places import services as places
from tests.workflows.conftest import CITIES, folder_of
from tests.workflows.walk import Walk


def scenarios() -> Iterator[object]:
    for city in CITIES:
        for key, loaded in load_city(folder_of(city)).services.items():
            for name in loaded.data.get("scenarios", {}):
                yield pytest.param(city, key, name, id=f"{city}/{key}: {name}")


@pytest.mark.parametrize(("city", "service", "name"), list(scenarios()))
def test_the_scenario_happens_as_it_is_written(db, mailoutbox, city, service, name):
    CaseType.objects.update(live=None)  # as in a database of its own
    publish_city(folder_of(city), "system")
    spec = selectors.city()
    places.load_municipality(spec, folder_of(city))
    compiled = selectors.live_service(service).compiled
    scenario = compiled.spec.scenarios[name]
    at = datetime.strptime(scenario.at, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(spec.time_zone))
    walk = Walk(spec=compiled.spec, now=at)
    with clock.at(at):
        walk.begin(scenario)
    for step in scenario.steps:
        walk.step(step)
