"""The transparency page's content, its open data and how long figures are kept."""

import csv
import io
import json
import math
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from casetypes.kernel import clock as time
from casetypes.kernel import hashing
from reports import kept, page, upkeep
from reports.facts import upkeep as facts
from reports.models import KeptFigures
from reports.period import Period
from tests.reports.rows import at, case, clock, rating, zone

pytestmark = pytest.mark.django_db
NOW = at("2024-02-01 12:00")


@pytest.fixture
def quarter():
    """Seven potholes in two colonias, one lamp; a deadline kept, a rating."""
    places = [zone("Abastos")] * 4 + [zone("Nazas")] * 3
    for number, place in enumerate(places):
        one = case(
            f"2023-10-0{number + 1} 09:00", zone=place, closed="2023-11-04 09:00", cell="8948f2a1a0bffff"
        )
        clock(one, met=number > 2)
    rating(one, 5)
    case("2023-11-02 09:00", service="luminaria")
    with time.at(NOW):
        yield


def test_the_newest_quarter_with_cases_is_shown_first(quarter):
    shown = page.build({}, "en")
    assert shown["period"] == Period(2023, 4)
    assert [one.key for one in shown["periods"]] == ["2023Q4", "2023", "all"]
    assert [tile.value for tile in shown["tiles"]][:2] == ["8", "88 %"]


def test_without_any_case_there_is_nothing_to_show(db):
    shown = page.build({}, "en")
    assert shown["recorded"] is False
    assert shown["periods"] == []


@pytest.mark.parametrize("asked", ["nonsense", "2019Q1", "<script>", "2023Q9"])
def test_a_period_that_is_not_there_is_said_and_the_newest_shown(quarter, asked):
    shown = page.build({"period": asked}, "en")
    assert shown["problem"]
    assert shown["period"] == Period(2023, 4)


def test_what_was_never_recorded_has_an_empty_tile_and_a_chart_that_says_so(db):
    case("2023-10-02 00:00", channel="legacy", final_kind="done", state="resuelto")
    with time.at(NOW):
        shown = page.build({}, "en")
    tiles = {tile.label: tile.value for tile in shown["tiles"]}
    assert tiles["Cases received"] == "1"
    assert tiles["Resolution, median"] == ""
    waiting = next(chart for chart in shown["charts"] if chart.key == "waiting")
    assert "Not recorded" in waiting.svg


def test_a_service_can_be_chosen_and_an_unknown_one_is_ignored(quarter):
    assert page.build({"service": "luminaria"}, "en")["tiles"][0].value == "1"
    assert page.build({"service": "no_such"}, "en")["tiles"][0].value == "8"


def test_the_table_of_colonias_is_sorted_searched_and_links_on(quarter):
    table = page.build({"zones_sort": "name"}, "en")["by_zone"]
    assert [line.name for line in table.rows] == ["Abastos 27000", "Nazas 27000"]
    turned = page.build({"zones_sort": "-name"}, "en")["by_zone"]
    assert [line.name for line in turned.rows] == ["Nazas 27000", "Abastos 27000"]
    assert turned.headings[0].sorted == "descending"
    found = page.build({"zones_q": "názas"}, "en")["by_zone"]
    assert [line.name for line in found.rows] == ["Nazas 27000"]
    assert page.build({"zones_sort": "'; DROP"}, "en")["by_zone"].rows[0].name == "Abastos 27000"


def test_every_chart_has_a_table_and_ids_of_its_own(quarter):
    charts = page.build({}, "en")["charts"]
    assert len(charts) >= 6
    assert len({chart.key for chart in charts}) == len(charts)
    assert all(chart.table.headers for chart in charts)


def test_figures_are_counted_once_until_something_happens(quarter, django_assert_max_num_queries):
    first = kept.current(Period(2023, 4))
    with django_assert_max_num_queries(4):
        assert kept.current(Period(2023, 4)) == first
    with django_assert_max_num_queries(12):
        page.build({}, "en")


def test_kept_figures_give_way_to_news_but_expensive_ones_stay_a_little():
    data = kept.Kept("figures", "1:a", 1000.0, cost=0.2)
    assert data.good("1:a", 1000.0 + 599)
    assert not data.good("1:a", 1000.0 + 601)
    assert data.good("2:a", 1000.0 + 5.9)
    assert not data.good("2:a", 1000.0 + 6.1)
    assert not kept.Kept("figures", "1:a", 1000.0, cost=0.01).good("2:a", 1001.0)


def test_long_counted_figures_of_the_past_are_renewed_soon_after_something_happened():
    past = kept.Kept("figures", "1:a", 1000.0, cost=4.0, longest=kept.LONGEST_ENDED)
    assert not past.ageing("1:a", 1000.0 + 1799)
    assert not past.ageing("2:a", 1000.0 + 119)
    assert past.ageing("2:a", 1000.0 + 121)
    assert past.good("1:a", 1000.0 + 3599)
    assert not past.good("2:a", 1000.0 + kept.LONGEST + 1)


def test_what_takes_long_to_count_is_renewed_by_a_worker_before_a_visitor_would_have_to_wait():
    data = kept.Kept("figures", "1:a", 1000.0, cost=kept.DEAR)
    assert data.good("2:a", 1000.0 + 599)
    assert not data.good("2:a", 1000.0 + 601)
    assert not data.ageing("1:a", 1000.0 + 299)
    assert data.ageing("1:a", 1000.0 + 301)


def test_figures_outlive_the_cache_in_the_database(quarter, django_assert_max_num_queries):
    first = kept.current(Period(2023, 4))
    cache.clear()
    with django_assert_max_num_queries(5):
        again = kept.current(Period(2023, 4))
    assert again == first
    assert KeptFigures.objects.get().sha256 == first.digest()


def test_a_worker_counts_every_period_once_and_again_only_when_it_ages(quarter):
    assert [one.key for one in upkeep.keep(until=math.inf)] == ["2023Q4", "2023", "all"]
    assert upkeep.keep(until=math.inf) == []
    with time.at(NOW + timedelta(hours=1)):
        assert [one.key for one in upkeep.keep(until=math.inf)] == ["2023Q4", "2023", "all"]


def test_the_page_asks_a_bounded_number_of_queries(quarter, django_assert_max_num_queries):
    facts.bring_up_to_date()
    with django_assert_max_num_queries(45):
        page.build({}, "en")


def test_the_csv_holds_exactly_the_figures_of_the_page(quarter, client: Client):
    answer = client.get("/transparencia/datos/2023Q4.csv?lang=en")
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    lines = list(csv.DictReader(io.StringIO(answer.content.decode())))
    counted = kept.current(Period(2023, 4))
    total = {line["metric"]: line["value"] for line in lines if line["scope"] == "total"}
    for key, value in counted.total.values.items():
        assert total[key] == ("" if value.amount is None else f"{value.amount:g}")
    assert {line["scope"] for line in lines} == {"total", "service", "zone", "month"}


def test_the_json_can_be_hashed_again(quarter, client: Client):
    body = json.loads(client.get("/transparencia/datos/2023Q4.json").content)
    assert hashing.sha256_hex(hashing.canonical_json(body["figures"])) == body["sha256"]
    assert {one["key"] for one in body["metrics"]} == set(body["figures"]["total"]["values"])


@pytest.mark.parametrize("address", ["2019Q9.csv", "2040Q1.json", "2023Q4.csv?service=no_such"])
def test_data_that_does_not_exist_is_404(quarter, client: Client, address):
    assert client.get(f"/transparencia/datos/{address}").status_code == 404


def test_a_colonia_named_like_a_formula_does_no_harm_in_a_spreadsheet(quarter, client: Client):
    place = zone("=HYPERLINK(1)")
    for day in (1, 2, 3):
        case(f"2023-12-0{day} 09:00", zone=place)
    text = client.get("/transparencia/datos/2023Q4.csv").content.decode()
    assert ",=HYPERLINK" not in text
    assert "'=HYPERLINK(1) 27000" in text
