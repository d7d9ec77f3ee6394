"""The metrics, over a handful of cases whose answers can be worked out by hand."""

from datetime import timedelta

import pytest
from django.utils import translation

from casetypes.kernel import clock as time
from casetypes.kernel.errors import Invalid
from reports.counting.figures import Figures, figures, from_json
from reports.metrics.value import NO_ANSWERS, NO_CASES, NOT_RECORDED
from reports.period import Period
from reports.words.display import reason
from tests.reports import rows
from tests.reports.rows import at, case, clock, rating, step, zone

pytestmark = pytest.mark.django_db
NOW = at("2024-02-01 12:00")


def count(period: str = "2023Q4", service: str = "") -> Figures:
    with time.at(NOW):
        return figures(period=Period.parse(period), service=service)


def amount(key: str, period: str = "2023Q4") -> float | None:
    return count(period).total.amount(key)


def test_received_counts_every_case_of_the_period_and_no_other():
    case("2023-09-30 23:59")
    case("2023-10-01 00:00")
    case("2023-12-31 23:59", final_kind="duplicate", closed_at=at("2024-01-02 09:00"))
    case("2024-01-01 00:00")
    counted = count()
    assert counted.total.amount("received") == 2
    assert counted.total.outcomes["duplicate"] == 1
    assert counted.previous is not None
    assert counted.previous.amount("received") == 1


def test_a_referred_case_is_not_attended():
    case("2023-10-02 09:00", closed="2023-10-03 09:00")
    case("2023-10-02 09:00", public_status="referred", state="turnado")
    case("2023-10-02 09:00", final_kind="referred_out", closed_at=at("2023-10-03 09:00"))
    assert amount("attended") == pytest.approx(1 / 3, abs=1e-4)


def test_first_response_is_the_first_step_of_staff_not_of_the_citizen_or_the_system():
    one = case("2023-10-02 09:00")
    step(one, timedelta(hours=1), role="system")
    step(one, timedelta(hours=2), role="reporter")
    step(one, timedelta(hours=4))
    step(one, timedelta(hours=9))
    other = case("2023-10-03 09:00")
    step(other, timedelta(hours=8))
    case("2023-10-03 09:00")
    value = count().total.values["first_response"]
    assert (value.amount, value.n) == (6.0, 2)
    assert amount("first_response_p90") == 7.6


def test_working_hours_leave_out_nights_weekends_and_closed_days():
    """Thursday 16 November 2023, 14:00, to Tuesday 21st 9:00; Monday 20th is Revolution Day; 8:00 to 15:00."""
    case("2023-11-16 14:00", closed="2023-11-21 09:00")
    assert amount("resolution") == 115.0
    assert amount("resolution_working") == 1 + 7 + 1


def test_resolution_is_not_recorded_where_an_old_system_kept_no_closing_date():
    case("2023-10-02 00:00", channel="legacy", final_kind="done", state="resuelto")
    case("2023-10-02 00:00", channel="legacy")
    total = count().total
    assert total.amount("received") == 2
    assert total.amount("attended") == 0.5
    for key in ("first_response", "resolution", "resolution_p90", "resolution_working", "sla", "reopen"):
        assert total.values[key].amount is None
        assert total.values[key].reason == NOT_RECORDED, key


def test_what_was_recorded_is_computed_and_the_rest_named():
    case("2023-10-02 00:00", channel="legacy", final_kind="done")
    case("2023-10-02 09:00", closed="2023-10-02 19:00")
    value = count().total.values["resolution"]
    assert (value.amount, value.n, value.missing) == (10.0, 1, 1)


def test_an_empty_period_has_no_cases_rather_than_zeros():
    case("2023-01-02 09:00")
    counted = count()
    assert counted.nothing_recorded
    assert counted.total.amount("received") == 0
    assert counted.total.values["attended"].reason == NO_CASES
    assert counted.total.values["sla"].reason == NO_CASES


def test_a_deadline_that_passed_unclosed_is_missed_and_one_that_still_runs_is_undecided():
    clock(case("2023-10-02 09:00", closed="2023-10-03 09:00"), met=True)
    clock(case("2023-10-02 09:00", closed="2023-11-03 09:00"), met=False)
    clock(case("2023-10-02 09:00"), met=None, due=at("2023-10-09 09:00"))
    clock(case("2023-12-30 09:00"), met=None, due=at("2024-03-01 09:00"))
    value = count().total.values["sla"]
    assert (value.amount, value.n) == (pytest.approx(1 / 3, abs=1e-4), 3)


def test_the_clock_of_the_first_step_is_counted_apart():
    one = case("2023-10-02 09:00", closed="2023-10-03 09:00")
    clock(one, met=True)
    clock(one, met=False, key="primera_respuesta")
    assert amount("sla") == 1
    assert amount("sla_first_response") == 0


def test_the_backlog_is_what_was_open_at_the_end_of_the_period():
    case("2023-08-01 09:00")
    clock(case("2023-12-22 09:00", closed="2024-01-15 09:00"), met=False, due=at("2023-12-29 09:00"))
    case("2023-11-01 09:00", closed="2023-11-05 09:00")
    case("2024-01-05 09:00")
    counted = count()
    assert counted.total.amount("backlog") == 2
    assert counted.total.amount("late") == 1
    assert counted.ages == {"age_week": 0, "age_month": 1, "age_quarter": 0, "age_older": 1}
    assert counted.previous is not None
    assert counted.previous.amount("backlog") == 1
    assert amount("backlog", "2024Q1") == 2


def test_reopened_cases_are_counted_among_those_closed_once():
    case("2023-10-02 09:00", closed="2023-10-03 09:00")
    case("2023-10-02 09:00", reopened=1)
    case("2023-10-02 09:00")
    assert amount("reopen") == 0.5


def test_the_same_problem_in_the_same_cell_within_ninety_days_is_a_recurrence():
    case("2023-08-15 09:00", cell="8948f2a1a0bffff")
    case("2023-10-02 09:00", cell="8948f2a1a0bffff")
    case("2023-10-02 09:00", cell="8948f2a1a0bffff", service="luminaria")
    case("2023-10-03 09:00", cell="8948f2a1a0bffff", final_kind="duplicate")
    case("2023-10-04 09:00", cell="8948f2a1a0fffff")
    case("2023-10-05 09:00")
    value = count().total.values["recurrence"]
    assert (value.amount, value.n, value.missing) == (pytest.approx(1 / 3, abs=1e-4), 3, 1)


def test_satisfaction_is_the_share_rated_four_or_five():
    for stars in (5, 4, 2):
        rating(case("2023-10-02 09:00", closed="2023-10-03 09:00"), stars)
    case("2023-10-02 09:00", closed="2023-10-03 09:00")
    assert amount("satisfaction") == pytest.approx(2 / 3, abs=1e-4)
    assert amount("rating") == pytest.approx(11 / 3, abs=1e-4)


def test_cases_that_nobody_rated_have_no_answers_rather_than_no_cases():
    case("2023-10-02 09:00", closed="2023-10-03 09:00")
    values = count().total.values
    assert {values[key].reason for key in ("satisfaction", "rating")} == {NO_ANSWERS}
    with translation.override("es"):
        assert reason(NO_ANSWERS) == "Sin respuestas"


def test_a_period_without_cases_has_nobody_who_could_answer():
    case("2023-01-02 09:00")
    assert count().total.values["satisfaction"].reason == NO_CASES


def test_confidential_services_are_in_no_figure():
    secret = rows.confidential_service()
    case("2023-10-02 09:00", service=secret, cell="8948f2a1a0bffff")
    case("2023-10-02 09:00")
    counted = count()
    assert counted.total.amount("received") == 1
    assert counted.cells == ()
    assert secret not in [one.key for one in counted.services]
    with pytest.raises(Invalid, match="no public service"):
        count(service=secret)


def test_services_and_zones_add_up_to_the_total():
    here, there = zone("Abastos"), zone("Nazas")
    for place in (here, here, here, there, there, there, there, None):
        case("2023-10-02 09:00", zone=place)
    case("2023-10-02 09:00", service="luminaria", zone=there)
    counted = count()
    assert sum(one.amount("received") or 0 for one in counted.services) == 9
    assert [(one.name["es"], one.amount("received")) for one in counted.zones] == [
        ("Nazas 27000", 5), ("Abastos 27000", 3),
    ]  # fmt: skip
    assert counted.without_zone == 1


def test_a_zone_with_fewer_than_three_cases_shows_nothing_and_is_never_alone():
    big, small, smaller = zone("Abastos"), zone("Nazas"), zone("Alamedas")
    for place, times in ((big, 9), (small, 4), (smaller, 2)):
        for _time in range(times):
            case("2023-10-02 09:00", zone=place, closed="2023-10-04 09:00")
    counted = count()
    assert [zone.suppressed for zone in counted.zones] == [False, True, True]
    assert all(value.amount is None for value in counted.zones[2].values.values())


def test_one_service_can_be_asked_for():
    case("2023-10-02 09:00")
    case("2023-10-02 09:00", service="luminaria")
    counted = count(service="luminaria")
    assert counted.total.amount("received") == 1
    assert [one.key for one in counted.services] == ["luminaria"]


def test_the_months_end_with_the_quarter_and_do_not_begin_before_the_first_case():
    case("2023-08-20 09:00")
    case("2023-10-31 23:30")
    counted = count()
    assert [(one.key, one.amount("received")) for one in counted.months] == [
        ("2023-08", 1), ("2023-09", 0), ("2023-10", 1), ("2023-11", 0), ("2023-12", 0),
    ]  # fmt: skip


def test_the_season_shows_every_month_on_record_up_to_the_end_of_the_period():
    case("2022-03-01 09:00")
    case("2023-10-31 23:30")
    case("2024-01-05 09:00")
    season = count().season
    assert (min(season), max(season), len(season)) == ("2022-03", "2023-12", 22)
    assert {month: cases for month, cases in season.items() if cases} == {"2022-03": 1, "2023-10": 1}


def test_where_no_open_case_ever_had_a_deadline_none_late_is_not_claimed():
    case("2023-10-02 00:00", channel="legacy")
    assert count().total.values["late"].reason == NOT_RECORDED
    case("2023-12-20 09:00", due_at=at("2024-03-01 09:00"))
    assert count().total.amount("late") == 0


def test_a_running_period_ends_now():
    case("2024-01-10 09:00")
    counted = count("2024Q1")
    assert counted.as_of == NOW.astimezone(time.zone("UTC")).isoformat()
    assert [one.key for one in counted.months] == ["2024-01", "2024-02"]


def test_everything_ever_recorded_is_a_period_too():
    case("2019-05-01 09:00")
    case("2024-01-10 09:00")
    counted = count("all")
    assert counted.total.amount("received") == 2
    assert counted.step == "quarter"
    assert counted.months[0].key == "2019Q2"


def test_a_period_that_has_not_begun_is_refused():
    with pytest.raises(Invalid, match="has not begun"):
        count("2030Q1")


def test_the_time_of_day_is_missing_where_only_a_date_was_kept():
    case("2023-10-02 00:00", channel="legacy")
    case("2023-10-02 09:30")
    counted = count()
    assert counted.hours_missing == 1
    assert counted.hours[0][9] == 1
    assert sum(map(sum, counted.hours)) == 1


def test_figures_freeze_as_json_and_equal_figures_have_equal_hashes():
    case("2023-10-02 09:00", closed="2023-10-04 09:00", zone=zone("Abastos"), cell="8948f2a1a0bffff")
    counted = count()
    assert from_json(counted.as_json()) == counted
    assert count().digest() == counted.digest()
    case("2023-10-02 10:00")
    assert count().digest() != counted.digest()


def test_demonstration_data_is_marked():
    case("2023-10-02 09:00", demonstration=True)
    assert count().demonstration
    assert not count("2023Q3").demonstration


def test_the_number_of_queries_does_not_depend_on_the_number_of_cases(django_assert_max_num_queries):
    for number in range(3):
        case(f"2023-10-0{number + 1} 09:00", zone=zone(f"Uno {number}"), closed="2023-11-04 09:00")
    count()
    with django_assert_max_num_queries(25) as few:
        count()
    for number in range(40):
        one = case("2023-11-02 09:00", zone=zone(f"Dos {number}"), service="luminaria")
        clock(one, met=True)
    count()
    with django_assert_max_num_queries(len(few)):
        count()
