"""The third city: its holidays, and three real weeks of its 147 line against its own mapping."""

import csv
import gzip
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import F

from casetypes.cases.models import Case
from casetypes.definitions.loader import load_city
from casetypes.definitions.schema.imports import Import
from casetypes.intake.imports import judging, reading, running
from casetypes.intake.imports.identity import MaybeRepeated, NaturalKeys
from casetypes.intake.imports.summary import Summary
from casetypes.places import index
from casetypes.places import services as places
from casetypes.places.models import Zone
from casetypes.places.zone_files import ZoneColumns
from casetypes.sla.models import SlaClock
from tests.workflows.conftest import become, folder_of

FOLDER = folder_of("buenos_aires")
OBELISCO = (-34.6037, -58.3816)
AVELLANEDA = (-34.6622, -58.3653)


@pytest.fixture(scope="module")
def mapping() -> Import:
    return load_city(FOLDER).imports["linea_147"].model


@pytest.fixture
def files(real_data: Path) -> list[Path]:
    return sorted((real_data / "buenos_aires_147").glob("*.csv.gz"))


@pytest.fixture
def city(db: None) -> None:
    """Buenos Aires instead of the city that every test database holds."""
    become(FOLDER)


def rows(files: list[Path], mapping: Import) -> Iterator[reading.Row]:
    return itertools.chain.from_iterable(reading.read(path, mapping.format) for path in files)


def test_every_calendar_closes_on_the_holidays_of_its_law_in_the_weeks_of_its_history():
    calendars = load_city(FOLDER).calendars.model.calendars
    for key in ("oficina", "cuadrillas"):
        closed = calendars[key].closed
        assert {day.basis.partition(" art.")[0] for day in closed} == {"Ley 27.399"}
        assert {"2021-06-21", "2021-08-16"} <= {day.day.isoformat() for day in closed if day.day}
        assert "01-01" in {day.yearly for day in closed}


def test_the_outline_holds_the_city_and_not_its_neighbours_and_barrios_are_known_by_name(city):
    assert index.current().inside(*OBELISCO)
    assert not index.current().inside(*AVELLANEDA)
    assert Zone.objects.filter(active=True, kind="barrio").count() == 48


def test_polygons_in_capitals_leave_the_accents_of_the_names(city, real_data):
    report = places.import_zones(
        real_data / "buenos_aires_147" / "barrios.geojson",
        columns=ZoneColumns(name="BARRIO"),
        kind="barrio",
    )
    assert (report.accepted, report.created, report.retired) == (48, 0, 0)
    assert {"Núñez", "Constitución", "Vélez Sarsfield"} <= set(Zone.objects.values_list("name", flat=True))


def test_the_tree_of_the_line_leads_every_real_row_to_a_service_and_names_the_six_it_does_not_know(
    files, mapping
):
    found = Summary()
    services = Counter(judging.service(mapping, row, found) for row in rows(files, mapping))
    assert services.total() == 32_777
    assert set(services) == set(load_city(FOLDER).services)
    assert services["residuos_voluminosos"] == 8_502
    assert services["vehiculo_mal_estacionado"] == 7_338
    assert found.unknown == {"categoria: —": 3, "categoria: LOTBA": 2, "categoria: EDUCACION": 1}


def test_every_real_row_has_a_key_of_its_own_that_its_closing_does_not_change(files, mapping):
    for path in files:
        repeated = MaybeRepeated(mapping.id)
        for row in reading.read(path, mapping.format):
            repeated.watch(row)
        keys = NaturalKeys(mapping.id, frozenset(repeated.hashes))
        every = [keys.of(row) for row in reading.read(path, mapping.format)]
        assert len(set(every)) == len(every)
    assert not {"estado_del_contacto", "fecha_cierre_contacto", "hora_cierre_contacto"} & set(mapping.id)


def test_real_rows_come_in_with_their_barrio_their_closing_and_their_deadline(city, files, tmp_path):
    places.import_zones(
        files[0].parent / "barrios.geojson", columns=ZoneColumns(name="BARRIO"), kind="barrio"
    )
    with gzip.open(files[2], "rt", encoding="utf-8", newline="") as file:
        every = list(csv.reader(file, delimiter=";"))
    path = tmp_path / "agosto.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([every[0], *every[1::60]])
    run = running.run(running.plan("linea_147", path))
    assert (run.created, run.rejected) == (run.read, 0)
    cases = Case.objects.filter(source="import:linea_147")
    assert not cases.filter(latitude__isnull=False, zone=None).exists()
    closed, open_ones = cases.exclude(closed_at=None), cases.filter(closed_at=None)
    clocks = SlaClock.objects.filter(case__in=cases)
    assert clocks.filter(state="stopped").count() == closed.count() > 100
    assert {clock.met for clock in clocks.filter(case__in=closed)} == {True, False}
    assert all(clock.met == (clock.stopped_at <= clock.due_at) for clock in clocks.filter(case__in=closed))
    assert open_ones.filter(overdue=True).count() == open_ones.count() > 50
    assert not cases.filter(closed_at__lt=F("opened_at")).exists()
    day_only = Summary.from_json(run.summary).differences["closing_day_only"]
    assert day_only == closed.count()
