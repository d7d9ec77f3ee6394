"""The figures of a real week against the same numbers, worked out from the file of the 147 line in plain Python.

Every sixth row of its week in January: enough of every kind, and brought in within seconds.
"""

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from casetypes.intake.imports import running
from reports.counting.figures import Figures, figures
from reports.facts import upkeep
from reports.metrics.value import NOT_RECORDED
from reports.period import Period
from tests.workflows.conftest import REAL_DATA, become, folder_of

JANUARY = REAL_DATA / "buenos_aires_147" / "147_01-07_enero.csv.gz"
EVERY = 6
ROUNDED = 0.00005  # figures keep four decimals
QUARTER_ENDS = datetime(2021, 4, 1)
BULKY, PARKING, DRAINS = "residuos_voluminosos", "vehiculo_mal_estacionado", "pluviales"
# Both promise spans that run day and night: no holiday or opening hour comes into it.
PROMISED = {PARKING: timedelta(hours=24), DRAINS: timedelta(days=3)}


@dataclass(frozen=True)
class Contact:
    """A row as it stands in the file, in the time of Buenos Aires, which has had no summer time since 2009."""

    category: str
    subcategory: str
    kind: str
    barrio: str
    opened: datetime
    closed: datetime | None

    def kept(self, promised: timedelta) -> bool:
        return self.closed is not None and self.closed - self.opened <= promised


def moment(day: str, time: str) -> datetime | None:
    return datetime.strptime(f"{day} {time}", "%d/%m/%Y %H:%M:%S") if day else None


@pytest.fixture(scope="module")
def sample() -> list[list[str]]:
    """The names of the columns and the chosen rows."""
    if not JANUARY.exists():
        pytest.skip("the real weeks of the 147 line (../shared/data) are not here")
    with gzip.open(JANUARY, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    return [rows[0], *rows[1::EVERY]]


@pytest.fixture(scope="module")
def contacts(sample: list[list[str]]) -> list[Contact]:
    named = [dict(zip(sample[0], row, strict=True)) for row in sample[1:]]
    return [
        Contact(
            row["categoria"], row["subcategoria"], row["prestacion"], row["domicilio_barrio"],
            moment(row["fecha_ingreso"], row["hora_ingreso"]),
            moment(row["fecha_cierre_contacto"], row["hora_cierre_contacto"]),
        )
        for row in named
    ]  # fmt: skip


@dataclass(frozen=True)
class Counted:
    whole: Figures
    of: dict[str, Figures]


@pytest.fixture(scope="module")
def counted(
    sample: list[list[str]],
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Counted]:
    """The week brought in once by the city's own mapping, and counted; figures are plain data and outlive it."""
    path = tmp_path_factory.mktemp("line_147") / "enero.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(sample)
    with django_db_blocker.unblock(), transaction.atomic():
        yield _import_and_count(path)
        transaction.set_rollback(True)


def _import_and_count(path: Path) -> Counted:
    become(folder_of("buenos_aires"))
    running.run(running.plan("linea_147", path))
    upkeep.bring_up_to_date()
    quarter = Period.parse("2021Q1")
    services = (BULKY, *PROMISED)
    return Counted(figures(period=quarter), {key: figures(period=quarter, service=key) for key in services})


def of_service(contacts: list[Contact], service: str) -> list[Contact]:
    """What the tree of the line files under a service, said once more and shorter than the mapping says it."""
    branch = {
        BULKY: ("LIMPIEZA Y RECOLECCIÓN", "RESIDUOS VOLUMINOSOS", ""),
        PARKING: ("TRÁNSITO", "DENUNCIA VIAL", "VEHÍCULO MAL ESTACIONADO"),
        DRAINS: ("PLUVIALES", "", ""),
    }[service]
    levels = [(one, (one.category, one.subcategory, one.kind)) for one in contacts]
    return [
        one for one, said in levels
        if all(want in ("", have.strip()) for want, have in zip(branch, said, strict=True))
    ]  # fmt: skip


def test_every_contact_of_the_week_is_counted_and_the_share_that_was_closed(counted, contacts):
    total = counted.whole.total
    assert total.amount("received") == len(contacts) == 1_593
    closed = sum(one.closed is not None for one in contacts)
    assert total.outcomes["done"] == closed
    assert total.amount("attended") == pytest.approx(closed / len(contacts), abs=ROUNDED)


def test_what_was_open_when_the_quarter_ended_counts_later_closings_as_open(counted, contacts):
    still_open = sum(one.closed is None or one.closed >= QUARTER_ENDS for one in contacts)
    assert still_open > sum(one.closed is None for one in contacts)
    assert counted.whole.total.amount("backlog") == still_open


def test_the_median_of_the_biggest_service_is_that_of_its_closed_contacts(counted, contacts):
    bulky = of_service(contacts, BULKY)
    assert counted.whole.services[0].key == BULKY
    assert counted.of[BULKY].total.amount("received") == len(bulky)
    hours = [(one.closed - one.opened).total_seconds() / 3600 for one in bulky if one.closed]
    assert counted.of[BULKY].total.amount("resolution") == pytest.approx(median(hours), abs=ROUNDED)


@pytest.mark.parametrize("service", [PARKING, DRAINS])
def test_a_deadline_was_kept_when_the_contact_was_closed_within_the_promised_hours(
    service, counted, contacts
):
    asked = of_service(contacts, service)
    kept = sum(one.kept(PROMISED[service]) for one in asked)
    assert 0 < kept < len(asked)
    value = counted.of[service].total.values["sla"]
    assert value.amount == pytest.approx(kept / len(asked), abs=ROUNDED)
    # years later nothing is undecided: what was never closed is late
    assert value.n == len(asked)


def test_open_contacts_past_the_promised_hours_are_late(counted, contacts):
    asked = of_service(contacts, PARKING)
    late = sum(one.closed is None or one.closed >= QUARTER_ENDS for one in asked)
    assert counted.of[PARKING].total.amount("late") == late > 0


@pytest.mark.parametrize(
    ("written", "name"), [("PALERMO", "Palermo"), ("NUÑEZ", "Núñez"), ("VELEZ SARSFIELD", "Vélez Sarsfield")]
)
def test_a_barrio_has_the_contacts_that_name_it_whatever_its_accents(written, name, counted, contacts):
    received = {zone.name["es"]: zone.amount("received") for zone in counted.whole.zones}
    assert received[name] == Counter(one.barrio for one in contacts)[written] > 20


def test_contacts_without_a_barrio_are_said_and_not_spread_over_the_others(counted, contacts):
    assert counted.whole.without_zone == sum(not one.barrio for one in contacts)


def test_a_first_response_that_the_line_never_kept_is_not_recorded(counted):
    value = counted.whole.total.values["first_response"]
    assert (value.amount, value.reason) == (None, NOT_RECORDED)


def test_only_the_days_of_the_file_are_called_recorded(counted):
    assert counted.whole.recorded == (("2021-01-01", "2021-01-07"),)
