"""Imported history without closing dates: what nobody recorded is never printed as a number."""

import csv
import io
from dataclasses import replace

import pytest
from django.test import Client

from casetypes.kernel import clock as time
from reports import page, tables
from reports.counting.figures import Figures, figures, from_json
from reports.drawings import charts
from reports.metrics.value import NOT_RECORDED
from reports.pdf import document
from reports.period import Period
from reports.words import display
from tests.reports.rows import at, case, clock, zone

pytestmark = pytest.mark.django_db
NOW = at("2024-02-01 12:00")
OPEN_ONES = ("backlog", "backlog_age", "late")


def count(period: str = "2023Q4") -> Figures:
    with time.at(NOW):
        return figures(period=Period.parse(period))


@pytest.fixture
def history() -> None:
    """Three attended and two open potholes in Abastos, three open lamps in Nazas: no closing date anywhere."""
    here, there = zone("Abastos"), zone("Nazas")
    for day in (2, 3, 4):
        case(f"2023-11-0{day} 00:00", channel="legacy", final_kind="done", state="resuelto", zone=here)
    for day in (5, 6):
        case(f"2023-11-0{day} 00:00", channel="legacy", zone=here)
    for day in (7, 8, 9):
        case(f"2023-11-0{day} 00:00", channel="legacy", zone=there, service="luminaria")


def test_a_first_response_that_the_source_never_kept_is_not_recorded_though_its_closings_were(history):
    clock(case("2023-11-10 00:00", channel="legacy", closed="2023-11-12 00:00"), met=True)
    total = count().total
    assert total.values["sla"].amount == 1
    assert (total.values["sla_first_response"].reason, total.values["sla_first_response"].missing) == (
        NOT_RECORDED,
        9,
    )


def test_how_many_were_open_at_a_past_moment_is_not_recorded_without_closing_dates(history):
    total = count().total
    for key in OPEN_ONES:
        assert total.values[key].amount is None, key
        assert total.values[key].reason == NOT_RECORDED, key
    assert (total.values["backlog"].missing, total.values["backlog_age"].missing) == (3, 3)
    assert total.amount("received") == 8


def test_an_earlier_case_without_closing_date_makes_a_later_backlog_unknown_too():
    case("2023-05-02 00:00", channel="legacy", final_kind="done", state="resuelto")
    case("2023-11-02 09:00")
    assert count().total.values["backlog"].reason == NOT_RECORDED
    assert count("2023Q1").total.amount("backlog") == 0


def test_what_is_open_now_is_known_even_without_closing_dates(history):
    for period in ("2024Q1", "2024", "all"):
        counted = count(period)
        assert counted.total.amount("backlog") == 5, period
        assert counted.total.amount("backlog_age") is not None
        assert counted.ages == {"age_week": 0, "age_month": 0, "age_quarter": 5, "age_older": 0}
        assert counted.total.values["late"].reason == NOT_RECORDED


def test_services_and_colonias_know_their_own_backlog_only_where_every_closing_was_kept(history):
    counted = count()
    services = {one.key: one.values["backlog"] for one in counted.services}
    zones = {one.name["es"]: one.values["backlog"] for one in counted.zones}
    assert services["bache"].reason == zones["Abastos 27000"].reason == NOT_RECORDED
    assert services["luminaria"].amount == zones["Nazas 27000"].amount == 3
    table = tables.table(counted, counted.zones, tables.Asked("zones", {}), "Colonia", "en")
    place = 1 + tables.recorded(counted.zones).index("backlog")
    cells = {line.name: (line.name, *(cell.text for cell in line.cells))[place] for line in table.rows}
    assert cells == {"Abastos 27000": "Not recorded", "Nazas 27000": "3"}


def test_the_chart_by_age_says_that_it_was_not_recorded(history):
    counted = count()
    assert set(counted.ages.values()) == {None}
    drawn = charts.ages(counted, display.wording(counted))
    assert "Not recorded" in drawn.svg
    assert {row[1] for row in drawn.table.rows} == {"not recorded"}


def test_ages_and_channels_stand_in_order_however_the_database_kept_them(history):
    ages = {"age_older": 3, "age_week": 1, "age_quarter": 2, "age_month": 4}
    kept = replace(count(), ages=ages, channels={"phone": 2, "api": 1, "web": 5})
    how = display.wording(kept)
    assert [row[1] for row in charts.ages(kept, how).table.rows] == ["1", "4", "2", "3"]
    assert [row[1] for row in charts.channels(kept, how).table.rows] == ["5", "2", "1"]


def test_the_tile_is_empty_and_says_for_how_many_cases_it_was_not_recorded(history):
    with time.at(NOW):
        shown = page.build({"period": "2023Q4"}, "en")
    tile = next(one for one in shown["tiles"] if one.label == "Open at the end of the period")
    assert tile.value == ""
    assert tile.method.startswith("Not recorded for 3 cases.")


def test_the_report_prints_not_recorded_for_what_was_open(history):
    html = document.build(count(), "en", made_at=NOW).html
    tile = html.partition("Open at the end of the period</p>")[2][:80]
    assert "Not recorded" in tile


def test_open_data_gives_nothing_and_the_reason(history, client: Client):
    with time.at(NOW):
        text = client.get("/transparencia/datos/2023Q4.csv?lang=en").content.decode()
        body = client.get("/transparencia/datos/2023Q4.json").json()
    lines = csv.DictReader(io.StringIO(text))
    backlog = next(line for line in lines if (line["scope"], line["metric"]) == ("total", "backlog"))
    assert (backlog["value"], backlog["missing"], backlog["reason"]) == ("", "3", NOT_RECORDED)
    assert body["figures"]["total"]["values"]["backlog"]["amount"] is None
    assert body["figures"]["ages"]["age_older"] is None
    assert from_json(body["figures"]).digest() == body["sha256"]


def test_a_quarter_is_not_compared_with_one_whose_backlog_is_unknown():
    case("2023-08-02 00:00", channel="legacy", final_kind="done", state="resuelto")
    case("2023-11-02 09:00")
    counted = count()
    assert counted.previous is not None
    assert counted.previous.values["backlog"].reason == NOT_RECORDED
    assert display.shown(counted, "backlog").change == ""


def test_imported_cases_are_on_neither_side_of_opened_again():
    case("2023-10-02 00:00", channel="legacy", reopened=1)
    case("2023-10-02 00:00", channel="legacy", closed="2023-10-04 09:00")
    assert count().total.values["reopen"].reason == NOT_RECORDED
    case("2023-10-02 09:00", closed="2023-10-04 09:00")
    value = count().total.values["reopen"]
    assert (value.amount, value.n, value.missing) == (0.0, 1, 2)


def test_months_after_the_last_imported_case_are_no_zeros():
    case("2022-11-15 00:00", channel="legacy")
    case("2023-02-10 00:00", channel="legacy")
    counted = count("2023")
    assert counted.season == {"2022-11": 1, "2022-12": 0, "2023-01": 0, "2023-02": 1}
    assert [one.key for one in counted.months] == ["2023-01", "2023-02"]
    drawn = charts.season(counted, display.wording(counted))
    assert drawn is not None
    latest, first = drawn.table.rows
    assert latest[1:] == ("0", "1", *["not recorded"] * 10)
    assert first[1:] == (*["not recorded"] * 10, "1", "0")


def test_a_living_channel_is_on_record_up_to_now_and_a_gap_after_the_import_stays_a_gap():
    case("2023-01-10 00:00", channel="legacy")
    case("2023-11-10 09:00")
    assert count("all").season == {"2023-01": 1, "2023-11": 1, "2023-12": 0, "2024-01": 0, "2024-02": 0}


def test_the_month_after_a_quarter_is_not_part_of_its_season():
    case("2022-12-31 23:30")
    case("2023-12-31 23:30")
    assert max(count().season) == "2023-12"


def test_colonias_of_one_name_and_postal_code_are_told_apart_by_number():
    places = [zone("Olivares", key="olivares-b"), zone("Olivares", key="olivares-a"), zone("Nazas")]
    for place in places:
        for day in (1, 2, 3):
            case(f"2023-10-0{day} 09:00", zone=place)
    names = {one.key: one.name["es"] for one in count().zones}
    assert names == {
        "olivares-a": "Olivares 27000 (1)", "olivares-b": "Olivares 27000 (2)", "test-nazas": "Nazas 27000",
    }  # fmt: skip


def test_a_colonia_keeps_its_number_in_a_period_without_its_namesake():
    zone("Olivares", key="olivares-a")
    for day in (1, 2, 3):
        case(f"2023-10-0{day} 09:00", zone=None)
    other = zone("Olivares", key="olivares-b")
    for day in (1, 2, 3):
        case(f"2023-10-0{day} 09:00", zone=other)
    assert [one.name["es"] for one in count().zones] == ["Olivares 27000 (2)"]
