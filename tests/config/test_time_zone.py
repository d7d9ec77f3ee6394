"""The time that pages and letters show is that of the city's own file: no city is known to the code."""

import pytest

from casetypes.definitions.loader import load_city
from config.settings.languages import city_time_zone
from tests.workflows.conftest import CITIES, folder_of


@pytest.mark.parametrize("city", CITIES)
def test_the_time_zone_of_the_settings_is_the_one_of_the_citys_file(city: str):
    assert city_time_zone(city) == load_city(folder_of(city)).city.model.time_zone


def test_a_city_without_a_file_does_not_stop_the_settings():
    assert city_time_zone("nowhere") == "UTC"
