"""Clocks of a case: they follow its moves, and every due date explains itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from casetypes.cases import engine, outbox
from casetypes.cases.models import Case, CaseEvent
from casetypes.kernel import clock
from casetypes.sla.models import ClockEntry, SlaClock
from casetypes.sla.selectors import clock_views, expected
from casetypes.sla.sweep import sweep

pytestmark = pytest.mark.django_db


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of December 2026 in Torreón (UTC-6)."""
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC) + timedelta(hours=6)


def running(case: Case, key: str) -> SlaClock:
    return SlaClock.objects.filter(case=case, key=key).order_by("-run")[0]


def schedule(case: Case, carla) -> Case:
    return engine.advance(case.folio, "programar", actor=carla, input={"cuadrilla": "C1"})


def test_two_working_days_from_tuesday_nine_end_on_thursday_nine(report, morning):
    case = report("bache", profundidad_cm=15)
    assert running(case, "solucion").due_at == local(3, 9)
    assert running(case, "primera_respuesta").due_at == local(2, 10)
    assert case.due_at == local(2, 10)


def test_a_report_on_saturday_starts_on_monday(report):
    with clock.at(local(5, 11)):
        case = report("bache")
    assert running(case, "primera_respuesta").due_at == local(8, 9)


def test_the_first_answer_stops_its_clock_and_says_it_was_in_time(report, carla, morning):
    case = report("bache")
    with clock.at(local(1, 12)):
        moved = schedule(case, carla)
    first = running(case, "primera_respuesta")
    assert (first.state, first.met, first.stopped_at) == ("stopped", True, local(1, 12))
    assert moved.due_at == running(case, "solucion").due_at


def test_a_late_answer_is_recorded_as_late(report, carla, morning):
    case = report("bache")
    with clock.at(local(4, 9)):
        schedule(case, carla)
    assert running(case, "primera_respuesta").met is False


def test_waiting_for_the_citizen_pauses_the_clock_and_the_case_says_why_its_date_moved(
    report, carla, ana, morning
):
    case = report("bache")
    before = running(case, "solucion").due_at
    with clock.at(local(2, 9)):
        waiting = engine.advance(case.folio, "preguntar", actor=carla, input={"pregunta": "¿Dónde?"})
    assert running(case, "solucion").state == "paused"
    assert waiting.due_at is None
    with clock.at(local(4, 9)):
        engine.advance(case.folio, "responder", actor=ana(case), input={"respuesta": "En la esquina."})
        [view] = [view for view in clock_views(case) if view.key == "solucion"]
    after = running(case, "solucion").due_at
    assert after == before + timedelta(days=2)
    resumed = view.moved[-1]
    assert (resumed.before, resumed.after) == (before, after)
    assert resumed.because == {"es": "Responder", "en": "Answer"}


def test_reopening_starts_a_new_run_and_keeps_the_earlier_one(report, carla, elena, ana, morning):
    case = closed(report("bache"), carla, elena)
    with clock.at(local(10, 9)):
        reopened = engine.advance(
            case.folio, "reabrir", actor=ana(case), input={"motivo": "Se volvió a abrir."}
        )
        views = [view for view in clock_views(case) if view.key == "solucion"]
    assert reopened.reopened == 1
    assert reopened.closed_at is None
    assert [(view.run, view.state) for view in views] == [(1, "stopped"), (2, "running")]
    assert views[0].met is True
    assert expected(views) == views[1]
    [started] = views[1].moved
    assert (started.before, started.after) == (views[0].due_at, views[1].due_at)
    assert started.because["es"] == "Empieza otro plazo: Solución"


def closed(case: Case, carla, elena) -> Case:
    from casetypes.fieldwork.services import fill_checklist

    schedule(case, carla)
    engine.advance(case.folio, "iniciar", actor=elena)
    photo = picture(case, elena)
    answers = {
        "zona_segura": True,
        "corte_recto": True,
        "tecnica": "fria",
        "material_kg": 4,
        "despues": [photo],
    }
    assert fill_checklist(case.folio, "reparacion", actor=elena, answers=answers).complete
    return engine.advance(case.folio, "terminar", actor=elena)


def picture(case: Case, actor) -> str:
    from io import BytesIO

    from PIL import Image

    from casetypes.evidence.services import receive

    data = BytesIO()
    Image.new("RGB", (640, 480), "gray").save(data, "JPEG")
    kept = receive(
        content=data.getvalue(), name="d.jpg", field="despues", kind="despues", case=case, actor=actor
    )
    return str(kept.pk)


def test_reopening_is_possible_for_fifteen_days_and_says_until_when(report, carla, elena, ana, morning):
    from casetypes.cases.selectors import offers

    case = closed(report("bache"), carla, elena)
    with clock.at(local(30, 9)):
        [offer] = [each for each in offers(Case.objects.get(pk=case.pk), ana(case)) if each.key == "reabrir"]
    assert not offer.allowed
    assert "16 de diciembre" in offer.reasons[0]


def test_the_sweep_warns_the_desk_at_three_quarters_once(report, morning):
    case = report("bache")
    [at_75] = [running(case, "solucion").next_mark_at]
    with clock.at(at_75 - timedelta(minutes=1)):
        assert sweep() == 0 or running(case, "solucion").marks == []
    with clock.at(at_75):
        sweep()
        sweep()
        outbox.relay()
    assert running(case, "solucion").marks == ["75%"]
    warned = CaseEvent.objects.filter(case=case, kind="clock", name="warned")
    assert warned.count() == 1
    assert [message.to for message in mail.outbox if "carla" in message.to[0]]


def test_a_passed_deadline_escalates_to_the_desk_above_and_marks_the_case_late(report, morning):
    case = report("bache")
    with clock.at(local(9, 10)):
        sweep()
    late = Case.objects.get(pk=case.pk)
    assert late.overdue
    assert late.escalated_to_id == "direccion-obras"
    assert ClockEntry.objects.filter(clock__case=case, kind="overdue").exists()
    assert late.readers.filter(desk="direccion-obras", reason="escalated").exists()


def test_a_closed_case_has_no_running_clock(report, carla, elena, morning):
    case = closed(report("bache"), carla, elena)
    assert not SlaClock.objects.filter(case=case).exclude(state="stopped").exists()
    assert Case.objects.get(pk=case.pk).due_at is None


def test_a_clock_of_hours_around_the_clock_ignores_the_weekend(report):
    with clock.at(local(5, 22)):
        case = report("fuga_de_agua")
        views = {view.key: view for view in clock_views(case)}
    assert views["primera_respuesta"].due_at == local(6, 0)
    assert views["cierre_de_fuga"].due_at == local(8, 22)


def test_what_is_left_is_said_in_the_unit_of_the_budget(report):
    with clock.at(local(1, 9)):
        case = report("bache")
        views = {view.key: view for view in clock_views(case)}
    assert (views["solucion"].left.amount, views["solucion"].left.unit) == (5, "working_days")
    assert (views["primera_respuesta"].left.amount, views["primera_respuesta"].left.unit) == (
        480,
        "working_minutes",
    )
    with clock.at(local(15, 9)):
        late = {view.key: view for view in clock_views(case)}["solucion"].left
    assert (late.amount, late.late) == (5, True)
