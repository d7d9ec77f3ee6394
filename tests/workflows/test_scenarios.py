"""Every scenario of every city, walked through the real services."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from casetypes.definitions import selectors
from casetypes.definitions.loader import load_city
from casetypes.definitions.loader.marks import Mark
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
                yield pytest.param(city, key, name, loaded.marks, id=f"{city}/{key}: {name}")


@contextmanager
def at_step(name: str, number: int, mark: Mark) -> Iterator[None]:
    """Whatever goes wrong inside fails as "scenario, step 3 (services/bache.yaml:210): what"."""
    try:
        yield
    except Exception as wrong:
        step = f"step {number}" if number else "the report"
        why = str(wrong) or type(wrong).__name__
        pytest.fail(f'scenario "{name}", {step} ({mark.file}:{mark.line}): {why}', pytrace=False)


@pytest.mark.parametrize(("city", "service", "name", "marks"), list(scenarios()))
def test_the_scenario_happens_as_it_is_written(db, mailoutbox, city, service, name, marks):
    if city != settings.CITY:  # every test database holds that one
        CaseType.objects.update(live=None)  # as in a database of its own
        publish_city(folder_of(city), "system")
        places.load_municipality(selectors.city(), folder_of(city))
    spec = selectors.city()
    compiled = selectors.live_service(service).compiled
    scenario = compiled.spec.scenarios[name]
    at = datetime.strptime(scenario.at, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(spec.time_zone))
    walk = Walk(spec=compiled.spec, now=at)
    with at_step(name, 0, marks.key(("scenarios", name))), clock.at(at):
        walk.begin(scenario)
    for number, step in enumerate(scenario.steps, 1):
        with at_step(name, number, marks.value(("scenarios", name, "steps", number - 1))):
            walk.step(step)


def test_a_scenario_that_goes_wrong_names_itself_the_step_and_the_line():
    with (
        pytest.raises(
            pytest.fail.Exception, match=r'^scenario "Hoyo", step 3 \(bache.yaml:210\): state: a, not b$'
        ),
        at_step("Hoyo", 3, Mark("bache.yaml", 210, 9)),
    ):
        raise AssertionError("state: a, not b")
