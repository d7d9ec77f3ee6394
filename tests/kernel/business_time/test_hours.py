from datetime import date

import pytest

from casetypes.kernel.business_time import Calendar, CalendarError, Closure
from casetypes.kernel.business_time.hours import merged, parse_closure, parse_hours


def test_it_reads_ranges_split_shifts_and_whole_days():
    hours = parse_hours({"mon-fri": ["15:00-18:00", "8:00-13:00"], "sat": [], "sun": ["00:00-24:00"]})
    assert hours[0] == hours[4] == ((480, 780), (900, 1080))
    assert hours[5] == ()
    assert hours[6] == ((0, 1440),)


def test_a_range_may_pass_the_end_of_the_week():
    assert set(parse_hours({"fri-mon": ["08:00-15:00"]})) == {4, 5, 6, 0}


def test_shifts_that_touch_become_one():
    assert merged([(600, 720), (480, 600), (700, 800)]) == ((480, 800),)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ({"lun": ["08:00-15:00"]}, "not a day"),
        ({"mon-": ["08:00-15:00"], "mon": ["08:00-15:00"]}, "twice"),
        ({"mon": ["8-15"]}, "write it like"),
        ({"mon": ["15:00-08:00"]}, "two shifts"),
        ({"mon": ["08:00-24:30"]}, "24:00"),
    ],
)
def test_hours_that_cannot_be_say_how_they_are_written(hours, words):
    with pytest.raises(CalendarError, match=words):
        parse_hours(hours)


def test_a_closure_is_one_day_or_the_same_day_every_year():
    assert parse_closure({"date": date(2026, 12, 25), "basis": "LFPA art. 28"}) == Closure(date(2026, 12, 25))
    assert parse_closure({"date": "2026-12-25"}) == Closure(date(2026, 12, 25))
    assert parse_closure({"yearly": "02-29"}) == Closure(yearly=(2, 29))


@pytest.mark.parametrize("item", [{}, {"date": "25/12/2026"}, {"yearly": "13-01"}, {"yearly": 5}])
def test_a_closure_that_cannot_be_says_how_it_is_written(item):
    with pytest.raises(CalendarError, match="2026-12-25"):
        parse_closure(item)


def test_a_closure_is_not_both():
    with pytest.raises(CalendarError):
        Closure(date(2026, 1, 1), (1, 1))


def test_minutes_outside_the_day_are_refused():
    with pytest.raises(CalendarError, match="0 to 1440"):
        Calendar({0: [(600, 1500)]})
