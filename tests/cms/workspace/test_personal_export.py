"""A queue leaves the house with personal answers only for a stated purpose, and each case is one reading."""

import csv
import io

import pytest

from casetypes.cases.models import PersonalReading
from cms.workspace.queue import personal_export

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/mesas/bacheo/exportar/datos/"


def lines(response):
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_page_asks_what_for_and_gives_nothing(signed_in, report, morning):
    report("bache", nombre="Ana Ríos")
    page = signed_in("carla").get(ADDRESS).content.decode()
    assert "¿Para qué necesita los datos?" in page
    assert "1 caso" in page
    assert "Ana Ríos" not in page
    assert not PersonalReading.objects.exists()


def test_the_file_holds_what_the_role_reads_and_each_case_is_a_reading(signed_in, report, carla, morning):
    named, nameless = report("bache", nombre="Ana Ríos"), report("bache")
    response = signed_in("carla").post(ADDRESS, {"purpose": "visit"})
    assert "no-store" in response["Cache-Control"]
    found = {line["Folio"]: line for line in lines(response)}
    assert found[named.folio]["Nombre"] == "Ana Ríos"
    assert found[nameless.folio]["Nombre"] == ""
    rows = {row.case: row for row in PersonalReading.objects.select_related("case")}
    assert set(rows) == {named, nameless}
    assert rows[named].what == ["correo", "nombre"]
    assert {(row.user_id, row.purpose, row.door) for row in rows.values()} == {
        (carla.user_id, "visit", "export")
    }


def test_without_a_purpose_nothing_leaves(signed_in, report, morning):
    report("bache", nombre="Ana Ríos")
    response = signed_in("carla").post(ADDRESS, {"purpose": "other"})
    assert response.status_code == 422
    assert "Diga para qué." in response.content.decode()
    assert not PersonalReading.objects.exists()


def test_no_purpose_is_ticked_beforehand_and_none_gives_a_clear_error(signed_in, report, morning):
    report("bache", nombre="Ana Ríos")
    carla = signed_in("carla")
    page = carla.get(ADDRESS).content.decode()
    assert "Atender estos casos" in page
    assert " checked" not in page
    refused = carla.post(ADDRESS)
    assert refused.status_code == 422
    assert "Elija para qué necesita los datos." in refused.content.decode()
    assert not PersonalReading.objects.exists()


def test_a_list_that_is_too_long_has_to_be_narrowed(signed_in, report, monkeypatch, morning):
    monkeypatch.setattr(personal_export, "MOST", 1)
    report("bache")
    report("bache")
    response = signed_in("carla").post(ADDRESS, {"purpose": "attend"})
    assert "más de 1 casos" in response.content.decode()
    assert not PersonalReading.objects.exists()


def test_filters_of_the_queue_hold_for_the_file(signed_in, report, morning):
    mine, other = report("bache"), report("bache")
    response = signed_in("carla").post(f"{ADDRESS}?q={mine.folio}", {"purpose": "attend"})
    assert [line["Folio"] for line in lines(response)] == [mine.folio]
    assert not PersonalReading.objects.filter(case=other).exists()


@pytest.mark.parametrize("name", ["gloria", "elena", "fidel", "hugo"])
def test_who_does_not_read_personal_data_takes_none_along(signed_in, report, morning, name):
    report("bache", nombre="Ana Ríos")
    response = signed_in(name).post(ADDRESS, {"purpose": "attend"})
    assert response.status_code in {302, 403, 404}
    assert not PersonalReading.objects.exists()


def test_a_dozen_cases_cost_no_more_queries_than_two(
    signed_in, report, django_assert_max_num_queries, morning
):
    client = signed_in("carla")
    for _ in range(12):
        report("bache")
    lines(client.post(ADDRESS, {"purpose": "attend"}))
    with django_assert_max_num_queries(16):
        lines(client.post(ADDRESS, {"purpose": "attend"}))
