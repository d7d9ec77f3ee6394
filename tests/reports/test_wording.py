import pytest
from django.utils import translation

from reports.wording import Wording


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0 h"), (0.25, "0.2 h"), (9.96, "10 h"), (26.4, "26 h"), (72, "3 days"), (24 * 40.26, "40.3 days")],
)
def test_durations_grow_from_hours_to_days(value, written):
    assert Wording().hours(value) == written


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0 %"), (0.004, "0.4 %"), (0.872, "87 %"), (0.996, "99.6 %"), (1, "100 %")]
)
def test_few_is_never_none_and_nearly_all_never_all(value, written):
    assert Wording().share(value) == written


def test_thousands_are_marked_as_the_city_writes_them():
    assert Wording().count(18773) == "18,773"
    assert Wording(comma_decimals=True).number(18773.5) == "18.773,5"


def test_days_in_spanish():
    with translation.override("es"):
        assert Wording().days(1) == "1 día"
        assert Wording().days(3.5) == "3.5 días"
