import pytest
from django.utils import translation

from casetypes.kernel.errors import Invalid
from reports.period import Period
from tests.reports.rows import at

ZONE = "America/Monterrey"


@pytest.mark.parametrize("text", ["2023Q4", "2023-Q4", "2023q4", "2023T4", " 2023Q4 "])
def test_a_quarter_is_read_in_the_ways_people_write_it(text):
    assert Period.parse(text) == Period(2023, 4)
    assert Period.parse(text).key == "2023Q4"


@pytest.mark.parametrize(
    "text", ["2023Q5", "2023Q0", "23Q1", "", "Q1 2023", "1066", "2023Q4; DROP TABLE", "９９９９"]
)
def test_what_is_no_period_is_refused_with_the_way_out(text):
    with pytest.raises(Invalid, match="2023Q4, 2023 or all"):
        Period.parse(text)


def test_a_quarter_begins_and_ends_at_midnight_in_the_city():
    assert Period.parse("2023Q4").bounds(ZONE) == (at("2023-10-01 00:00"), at("2024-01-01 00:00"))
    assert Period.parse("2023").bounds(ZONE) == (at("2023-01-01 00:00"), at("2024-01-01 00:00"))


def test_quarters_and_years_follow_each_other():
    assert Period(2023, 4).next == Period(2024, 1)
    assert Period(2024, 1).previous == Period(2023, 4)
    assert Period(2024).previous == Period(2023)
    assert Period().previous is None


def test_a_moment_belongs_to_the_quarter_of_the_citys_clock():
    assert Period.of(at("2023-12-31 23:30"), ZONE) == Period(2023, 4)


def test_it_has_a_name_in_both_languages():
    assert Period(2023, 4).title == "October to December 2023"
    with translation.override("es"):
        assert Period(2023, 4).title == "Octubre a diciembre de 2023"
        assert Period(2023, 4).short == "4T 2023"
        assert Period().title == "Todo lo registrado"
