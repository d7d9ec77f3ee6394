"""Opening hours as rows: written as time goes by, they are those that would be written in one go."""

from datetime import date, timedelta

import pytest

from reports.facts import working_time
from reports.models import OpenDay

pytestmark = pytest.mark.django_db
KEYS = ("oficina", "siempre")
FIRST, LAST = date(2023, 11, 1), date(2024, 1, 15)


def written() -> list[tuple[str, date, float, list[float], list[float]]]:
    rows = OpenDay.objects.order_by("calendar", "day")
    return list(rows.values_list("calendar", "day", "before", "opens", "closes"))


def test_hours_that_are_gone_on_with_are_those_written_in_one_go():
    working_time.write_down(KEYS, FIRST, LAST)
    at_once = written()
    OpenDay.objects.all().delete()
    for last in (date(2023, 11, 2), date(2023, 12, 20), LAST):
        working_time.write_down(KEYS, FIRST, last)
    assert written() == at_once
    assert at_once[-1][1] == LAST + working_time.AHEAD


def test_earlier_days_are_written_from_the_first_of_them_on():
    working_time.write_down(KEYS, FIRST, LAST)
    working_time.write_down(KEYS, FIRST - timedelta(days=3), LAST)
    days = {day for _key, day, *_hours in written()}
    assert min(days) == FIRST - timedelta(days=3)
    assert OpenDay.objects.get(calendar="siempre", day=FIRST).before == 3 * 24 * 3600
