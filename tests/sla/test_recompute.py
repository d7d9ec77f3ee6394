"""A calendar that changes moves the due dates of active clocks, and every case says which change moved which date."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casetypes.cases import engine
from casetypes.cases.models import Case, CaseEvent
from casetypes.definitions.services import publish_city
from casetypes.kernel import clock
from casetypes.kernel.extension_points import calendars_changed
from casetypes.sla import recompute
from casetypes.sla.models import SlaClock
from casetypes.sla.recompute import recompute_clocks
from casetypes.sla.selectors import clock_views

pytestmark = pytest.mark.django_db
OFFICE = '    hours: {mon-fri: ["08:00-15:00"], sat: [], sun: []}\n    closed:\n'
MOURNING = '      - {date: 2026-12-02, name: {es: Luto municipal, en: City mourning}, basis: "Decreto 41"}\n'


@pytest.fixture
def city(tmp_path) -> Path:
    """A copy of the city's folder, to publish changed calendars from."""
    return Path(shutil.copytree(settings.CITY_DIR, tmp_path / "city"))


def write(city: Path, old: str, new: str) -> None:
    """Publish calendars.yaml with one thing changed. The test's transaction never commits, so clocks wait."""
    path = city / "calendars.yaml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    publish_city(city, "user:1", only=[])


def close_wednesday(city: Path) -> None:
    """A decreed closure on 2 December 2026."""
    write(city, OFFICE, OFFICE + MOURNING)


def told(case: Case) -> CaseEvent:
    return CaseEvent.objects.filter(case=case, kind="clock", name="recomputed").latest("id")


def due(case: Case, key: str = "solucion") -> datetime | None:
    return SlaClock.objects.get(case=case, key=key).due_at


def test_a_decreed_closure_moves_the_due_date_by_a_day_and_the_case_says_which_and_why(report, morning, city):
    case = report("bache", profundidad_cm=15)
    before = Case.objects.get(pk=case.pk).due_at
    close_wednesday(city)
    assert recompute_clocks() == 2
    assert due(case) == datetime(2026, 12, 4, 15, 0, tzinfo=UTC)
    assert Case.objects.get(pk=case.pk).due_at == before + timedelta(days=1)
    assert (
        "El plazo «Solución» pasó del 3 de diciembre de 2026, 09:00 al 4 de diciembre de 2026, 09:00 porque el "
        "calendario «Oficinas municipales» cierra el 2 de diciembre de 2026 (Luto municipal; Decreto 41)."
    ) in told(case).text["es"]
    assert "because the calendar “City offices” closes on" in told(case).text["en"]
    [view] = [each for each in clock_views(case) if each.key == "solucion"]
    assert (
        view.moved[-1]
        .because["es"]
        .startswith("El calendario «Oficinas municipales» cierra el 2 de diciembre")
    )


def test_both_clocks_of_a_case_are_told_in_one_public_event(report, morning, city):
    case = report("bache")
    close_wednesday(city)
    recompute_clocks()
    assert CaseEvent.objects.filter(case=case, name="recomputed").count() == 1
    assert told(case).public
    assert "«Primera respuesta»" in told(case).text["es"]
    assert "«Solución»" in told(case).text["es"]


def test_a_closure_that_is_taken_back_brings_the_date_back_and_says_so(report, morning, city):
    case = report("bache", profundidad_cm=15)
    before = due(case)
    close_wednesday(city)
    recompute_clocks()
    write(city, MOURNING, "")
    recompute_clocks()
    assert due(case) == before
    assert "abre el 2 de diciembre de 2026 (Luto municipal; Decreto 41)" in told(case).text["es"]


def test_other_hours_move_dates_and_are_named(report, morning, city):
    case = report("bache")
    write(city, OFFICE, OFFICE.replace("08:00-15:00", "08:00-13:00"))
    recompute_clocks()
    assert "tiene otro horario" in told(case).text["es"]
    assert due(case, "primera_respuesta") == datetime(2026, 12, 2, 18, 0, tzinfo=UTC)


def test_a_publication_that_was_missed_is_explained_with_the_next(report, morning, city):
    report("bache")
    close_wednesday(city)
    recompute_clocks()
    case = report("bache", profundidad_cm=15)
    thursday = MOURNING.replace("12-02", "12-03").replace("Decreto 41", "Decreto 42")
    write(city, MOURNING, MOURNING + thursday)
    write(city, MOURNING + thursday, MOURNING + thursday + thursday.replace("12-03", "12-04"))
    recompute_clocks()
    assert "3 de diciembre" in told(case).text["es"]
    assert "4 de diciembre de 2026 (Luto municipal; Decreto 42)" in told(case).text["es"]


def test_next_years_closures_explain_nothing_today(report, morning, city):
    case = report("bache", profundidad_cm=15)
    later = MOURNING.replace("2026-12-02", "2027-12-02")
    write(city, OFFICE, OFFICE + MOURNING + later)
    recompute_clocks()
    assert "2027" not in told(case).text["es"]


def test_a_calendar_of_others_moves_nothing(report, morning, city):
    case = report("bache")
    write(city, 'mon-sat: ["06:00-14:00", "18:00-23:00"]', 'mon-sat: ["06:00-14:00"]')
    assert recompute_clocks() == 0
    assert not CaseEvent.objects.filter(case=case, name="recomputed").exists()


def test_recomputing_again_changes_nothing(report, carla, morning, city):
    report("bache")
    waiting = report("bache")
    engine.advance(waiting.folio, "preguntar", actor=carla, input={"pregunta": "¿Dónde?"})
    close_wednesday(city)
    recompute_clocks()
    with clock.at(morning + timedelta(hours=5)):
        assert recompute_clocks() == 0


def test_a_paused_clock_moves_too_and_goes_on_from_there(report, carla, ana, morning, city):
    case = report("bache")
    engine.advance(case.folio, "preguntar", actor=carla, input={"pregunta": "¿Dónde?"})
    before = due(case)
    close_wednesday(city)
    recompute_clocks()
    assert due(case) == before + timedelta(days=1)
    assert Case.objects.get(pk=case.pk).due_at is None
    with clock.at(morning + timedelta(hours=2)):
        engine.advance(case.folio, "responder", actor=ana(case), input={"respuesta": "Ahí."})
    assert due(case) == before + timedelta(days=1, hours=2)


def test_a_stopped_clock_stays(report, carla, morning, city):
    case = report("bache")
    engine.advance(case.folio, "programar", actor=carla, input={"cuadrilla": "C1"})
    before = due(case, "primera_respuesta")
    close_wednesday(city)
    recompute_clocks()
    assert due(case, "primera_respuesta") == before


def test_what_it_costs_does_not_depend_on_how_many_cases_move(report, morning, city):
    counted = []
    for number in (2, 9):
        for _ in range(number):
            report("bache")
        day = 2 + len(counted)
        write(city, OFFICE, OFFICE + MOURNING.replace("12-02", f"12-0{day}"))
        with CaptureQueriesContext(connection) as queries:
            assert recompute_clocks() >= 2 * number
        counted.append(len(queries))
    assert counted[1] <= counted[0]


def test_clocks_are_read_a_bounded_number_at_a_time(report, morning, city, monkeypatch):
    monkeypatch.setattr(recompute, "CHUNK", 3)
    for _ in range(4):
        report("bache")
    close_wednesday(city)
    assert recompute_clocks() == 8


def test_without_a_broker_the_clocks_are_recomputed_all_the_same(report, morning, monkeypatch, city):
    from casetypes.sla import tasks

    def refuse(*args, **kwargs):
        raise ConnectionError("broker down")

    monkeypatch.setattr(tasks.recompute_clocks, "apply_async", refuse)
    case = report("bache")
    close_wednesday(city)
    calendars_changed.call()
    assert CaseEvent.objects.filter(case=case, name="recomputed").exists()


@pytest.mark.django_db(transaction=True)
def test_publishing_the_calendars_is_all_it_takes(report, morning, monkeypatch, city):
    from casetypes.sla import tasks

    monkeypatch.setattr(tasks.recompute_clocks, "apply_async", lambda **_options: tasks.recompute_clocks())
    case = report("bache", profundidad_cm=15)
    close_wednesday(city)
    assert due(case) == datetime(2026, 12, 4, 15, 0, tzinfo=UTC)
