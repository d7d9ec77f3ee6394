"""A batch comes back case by case, unless the case went on; what was there before is there again."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casetypes.access.actors import SYSTEM
from casetypes.cases import engine
from casetypes.cases.migration import batches, reading
from casetypes.cases.models import Case, CaseEvent, MigratedCase, PersonalAnswers
from casetypes.cases.public import by_folio_public
from casetypes.cases.services import add_note
from casetypes.definitions import revision
from casetypes.kernel import clock
from casetypes.kernel.business_time import SpanKind
from casetypes.kernel.errors import Conflict
from casetypes.sla.models import SlaClock
from casetypes.sla.reckoning import calendar_of, pauses_of
from casetypes.sla.selectors import clock_views
from casetypes.sla.sweep import sweep
from tests.cases.migration.conftest import publish, questions, renamed
from tests.cases.migration.test_moving import HURT, with_state_renamed
from tests.cast import personal_answers

pytestmark = pytest.mark.django_db
SAME = (
    "version_id",
    "state",
    "public_status",
    "answers",
    "calc",
    "priority",
    "due_at",
    "overdue",
    "search_text",
)


def picture(case: Case) -> tuple[object, ...]:
    """What has to be the same again: the case, its sealed answers, its clocks."""
    clocks = SlaClock.objects.filter(case=case).order_by("key", "run").values_list(
        "key", "run", "state", "calendar", "budget", "started_at", "paused_at", "pauses", "due_at", "next_mark_at",
        "marks", "stopped_at", "met",
    )  # fmt: skip
    row = PersonalAnswers.objects.filter(case=case).first()
    fresh = Case.objects.get(pk=case.pk)
    return [getattr(fresh, name) for name in SAME], row and bytes(row.sealed), list(clocks)


def held(batch, case: Case) -> str:
    assert MigratedCase.objects.get(batch=batch, case=case).outcome == MigratedCase.HELD
    [line] = [each for each in reading.lines(batch) if each.folio == case.folio]
    return " ".join(line.told.why)


def everything(document):
    """States, answers and clocks change at once."""
    with_state_renamed(document)
    renamed(document, "relato", "hechos")
    document["access"]["hechos"] = document["access"].pop("relato")
    renamed(document, "profundidad_cm", "hondura")
    questions(document)["hondura"]["type"] = "decimal"
    for part in ("calc", "priority", "clocks"):
        document[part] = _replaced(document[part], "form.profundidad_cm > 10", "form.hondura > 10.0")
    document["clocks"]["solucion"]["budget"] = "3 working days"
    document["clocks"]["visita"] = {
        "calendar": "oficina",
        "budget": "1 working day",
        "runs_in": ["recibido", "planeado"],
    }
    del document["clocks"]["primera_respuesta"]
    del questions(document)["descripcion"]
    document["migrate"]["from 1"]["fields"] = {
        "relato": "hechos", "profundidad_cm": "hondura", "descripcion": None,
    }  # fmt: skip


def _replaced(value, old, new):
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, dict):
        return {key: _replaced(each, old, new) for key, each in value.items()}
    return [_replaced(each, old, new) for each in value] if isinstance(value, list) else value


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    given_answers=st.fixed_dictionaries(
        {"profundidad_cm": st.integers(1, 200), "via": st.sampled_from(["calle", "avenida"])},
        optional={
            "descripcion": st.sampled_from(["Frente al parque.", "Esquina"]),
            "ancho_m": st.floats(0.5, 20),
        },
    ),
    hurt=st.booleans(),
    move=st.sampled_from(["", "programar", "preguntar"]),
    hours=st.integers(0, 400),
    clocks=st.sampled_from(["keep_consumed", "restart"]),
)
def test_there_and_back_again_everything_is_as_it_was(
    report, carla, migrate, undo, morning, given_answers, hurt, move, hours, clocks
):
    revision.forget()
    with transaction.atomic():
        given_answers = {**given_answers, "ancho_m": round(given_answers.get("ancho_m", 1.0), 2)}
        case = report("bache", **given_answers, **(HURT if hurt else {}))
        if move:
            given_input = {"programar": {"cuadrilla": "C1"}, "preguntar": {"pregunta": "¿Dónde?"}}[move]
            engine.advance(case.folio, move, actor=carla, input=given_input)
        before = picture(case)

        def change(document):
            everything(document)
            document["migrate"]["from 1"]["clocks"] = clocks

        publish("bache", change)
        with clock.at(morning + timedelta(hours=hours)):
            gone = migrate("bache", 2)
            assert reading.counts(gone) == {"gone": 1}
            assert picture(case) != before
            assert reading.counts(undo(gone)) == {"back": 1}
        after = picture(case)
        assert after == before
        assert Case.objects.get(pk=case.pk).revision == len(
            CaseEvent.objects.filter(case=case).exclude(kind="note")
        )
        transaction.set_rollback(True)


def test_the_way_back_is_an_event_of_its_own(report, migrate, undo):
    case = report("bache")
    publish("bache", lambda document: None)
    undo(migrate("bache", 2))
    names = list(
        CaseEvent.objects.filter(case=case, kind="migrated").order_by("id").values_list("name", flat=True)
    )
    assert names == ["migrated", "returned"]
    event = CaseEvent.objects.get(case=case, name="returned")
    assert event.text["es"].startswith("De regreso en la versión 1")
    assert event.revision == 3


def test_the_public_sees_both_ways_with_both_dates_and_the_deadline_keeps_no_trial(
    report, migrate, undo, morning
):
    case = report("bache")
    publish("bache", lambda document: document["clocks"]["solucion"].update(budget="3 working days"))
    for _ in range(2):
        undo(migrate("bache", 2))
    shown = [event for event in by_folio_public(case.folio).events if event.kind == "migrated"]
    assert [event.name for event in shown] == ["migrated", "returned"] * 2
    there, back = (event.title["es"] for event in shown[:2])
    assert there.startswith("De la versión 1 a la versión 2")
    assert "Fecha prevista: antes 8 de diciembre de 2026" in there
    assert "ahora 4 de diciembre de 2026" in there
    assert back.startswith("De regreso en la versión 1")
    assert "antes 4 de diciembre de 2026" in back
    assert "ahora 8 de diciembre de 2026" in back
    assert "Expected date: before Dec. 8, 2026" in shown[0].title["en"]
    assert [view.moved for view in clock_views(case)] == [(), ()]
    migrate("bache", 2)
    [moved] = next(view for view in clock_views(case) if view.key == "solucion").moved
    assert moved.after == SlaClock.objects.get(case=case, key="solucion").due_at


def test_the_public_sees_nothing_of_a_move_that_changes_nothing_for_it(report, migrate, undo):
    case = report("bache")

    def inward(document):
        """Another date of a clock that does not make the expected one, and a text."""
        document["clocks"]["primera_respuesta"]["budget"] = "2 working days"
        document["title"]["es"] = "Baches"

    publish("bache", inward)
    batch = migrate("bache", 2)
    assert SlaClock.objects.get(case=case, key="primera_respuesta").budget == "2 working days"
    undo(batch)
    assert [event.kind for event in by_folio_public(case.folio).events] == ["opened"]


def test_a_case_that_somebody_moved_afterwards_stays_where_it_is_and_says_why(report, carla, migrate, undo):
    moved, quiet = report("bache"), report("bache")
    publish("bache", lambda document: None)
    batch = migrate("bache", 2)
    engine.advance(moved.folio, "programar", actor=carla, input={"cuadrilla": "C1"})
    undo(batch)
    assert "Programar" in held(batch, moved)
    assert reading.counts(batch) == {"held": 1, "back": 1}
    assert Case.objects.get(pk=quiet.pk).version_id == quiet.version_id
    assert Case.objects.get(pk=moved.pk).version_id == batch.target_id


def test_a_mark_that_fired_afterwards_forbids_the_way_back(report, migrate, undo, morning):
    case = report("bache")
    publish("bache", lambda document: None)
    batch = migrate("bache", 2)
    with clock.at(morning + timedelta(days=20)):
        sweep()
        undo(batch)
    assert "plazo" in held(batch, case)


def test_a_note_forbids_nothing(report, carla, migrate, undo):
    case = report("bache")
    publish("bache", lambda document: None)
    batch = migrate("bache", 2)
    add_note(case.folio, actor=carla, text="Se llamó a la cuadrilla.")
    assert reading.counts(undo(batch)) == {"back": 1}


def test_what_became_personal_comes_back_as_it_was(report, carla, migrate, undo):
    case = report("bache", descripcion="Casa azul.")
    publish("bache", lambda document: questions(document)["descripcion"].update(personal=True))
    undo(migrate("bache", 2))
    fresh = Case.objects.get(pk=case.pk)
    assert fresh.answers["descripcion"] == "Casa azul."
    assert "descripcion" not in personal_answers(fresh, carla)


def test_a_batch_is_not_undone_twice_at_once_nor_before_it_has_ended(report, migrate):
    report("bache")
    publish("bache", lambda document: None)
    batch = batches.begin("bache", 2, actor=SYSTEM)
    with pytest.raises(Conflict):
        batches.undo(batch.pk, actor=SYSTEM)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    budget=st.sampled_from(["1 working day", "12 working hours", "30 working days", "90 minutes", "20 days"]),
    asked=st.integers(0, 30),
    answered=st.integers(1, 60),
    hours=st.integers(0, 300),
)
def test_consumed_time_neither_shrinks_nor_grows(
    report, carla, ana, migrate, morning, budget, asked, answered, hours
):
    revision.forget()
    with transaction.atomic():
        case = report("bache")
        with clock.at(morning + timedelta(hours=asked)):
            engine.advance(case.folio, "preguntar", actor=carla, input={"pregunta": "¿Dónde?"})
        with clock.at(morning + timedelta(hours=asked + answered)):
            engine.advance(case.folio, "responder", actor=ana(case), input={"respuesta": "Ahí."})
        publish("bache", lambda document: document["clocks"]["solucion"].update(budget=budget))
        at = morning + timedelta(hours=asked + answered + hours)
        with clock.at(at):
            before = [_consumed(case, at, kind) for kind in SpanKind]
            migrate("bache", 2)
            assert [_consumed(case, at, kind) for kind in SpanKind] == before
        transaction.set_rollback(True)


def _consumed(case: Case, at: datetime, kind: SpanKind) -> float:
    found = SlaClock.objects.get(case=case, key="solucion")
    return calendar_of(found).consumed(found.started_at, at, kind, pauses_of(found))
