"""Running cases go to another version: state, answers, clocks, one event each; or they stay and say why."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casetypes.access.actors import SYSTEM
from casetypes.audit.models import AuditLeaf
from casetypes.cases import engine
from casetypes.cases.migration import batches, reading
from casetypes.cases.migration.moving import Mover
from casetypes.cases.migration.ways import ways
from casetypes.cases.models import Case, CaseEvent, MigratedCase, PersonalAnswers
from casetypes.kernel import clock
from casetypes.kernel.errors import NotAllowed, Refused
from casetypes.sla.models import ClockEntry, SlaClock
from tests.cases.migration.conftest import publish, questions, renamed
from tests.cast import personal_answers

pytestmark = pytest.mark.django_db
HURT = {"lesionados": True, "fecha": "2026-11-30", "relato": "Se cayó de la moto.", "vehiculo": "moto"}


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def why(batch, case: Case) -> str:
    row = MigratedCase.objects.get(batch=batch, case=case)
    assert row.outcome == MigratedCase.STAYS
    [line] = [each for each in reading.lines(batch) if each.folio == case.folio]
    return " ".join(line.told.why)


def clock_of(case: Case, key: str = "solucion") -> SlaClock:
    return SlaClock.objects.filter(case=case, key=key).latest("run")


def with_state_renamed(document):
    states = {"planeado" if key == "programado" else key: spec for key, spec in document["states"].items()}
    document["states"] = states
    for spec in document["transitions"].values():
        spec["from"] = ["planeado" if state == "programado" else state for state in spec["from"]]
        if spec["to"] == "programado":
            spec["to"] = "planeado"
    for spec in document["clocks"].values():
        spec["runs_in"] = [
            "planeado" if state == "programado" else state for state in spec.get("runs_in", [])
        ]
    document["migrate"] = {"from 1": {"states": {"programado": "planeado"}}}


def test_an_addition_reaches_running_cases_without_any_rule(report, carla, migrate):
    case = report("bache")

    def addition(document):
        questions(document)["mancha"] = {"type": "boolean", "label": {"es": "Mancha"}}
        document["transitions"]["archivar"] = {
            "from": ["recibido"],
            "to": "improcedente",
            "by": ["control_desk"],
        }

    version = publish("bache", addition)
    batch = migrate("bache", 2)
    moved = now(case)
    assert (moved.version_id, moved.state, moved.revision) == (version.pk, "recibido", 2)
    assert reading.counts(batch) == {"gone": 1}
    assert engine.advance(case.folio, "archivar", actor=carla).state == "improcedente"


def test_each_case_has_one_event_that_says_from_where_to_where_and_on_what_ground(report, migrate):
    case = report("bache")
    publish("bache", lambda document: document["clocks"]["solucion"].update(budget="3 working days"))
    migrate("bache", 2, basis="Acuerdo de Cabildo 12/2026")
    [event] = CaseEvent.objects.filter(case=case, kind="migrated")
    assert event.text["es"] == (
        "De la versión 1 a la versión 2 de la definición del servicio (fundamento: Acuerdo de Cabildo 12/2026)"
    )
    assert "From version 1 to version 2" in event.text["en"]
    assert (event.revision, event.from_state, event.to_state) == (2, "recibido", "recibido")
    assert AuditLeaf.objects.filter(subject=f"case:{case.folio}", action="case.migrate").count() == 1


def test_a_rule_change_without_a_legal_basis_is_refused_with_that_sentence(report, migrate):
    case = report("bache")

    def stricter(document):
        document["clocks"]["solucion"]["budget"] = "3 working days"
        document["effective"] = {"from": "2027-01-01"}

    publish("bache", stricter)
    with pytest.raises(Refused) as refused:
        migrate("bache", 2)
    assert "fundamento" in refused.value.message
    assert now(case).revision == 1


def test_only_who_may_publish_may_move_cases(report, hugo, irene):
    report("bache")
    publish("bache", lambda document: None)
    with pytest.raises(NotAllowed):
        batches.begin("bache", 2, actor=hugo)
    assert batches.begin("bache", 2, actor=irene).total == 1


def test_a_renamed_state_keeps_the_case_going_and_the_database_lets_it(report, carla, migrate):
    case = report("bache")
    engine.advance(case.folio, "programar", actor=carla, input={"cuadrilla": "C1"})
    publish("bache", with_state_renamed)
    migrate("bache", 2)
    assert (now(case).state, now(case).public_status) == ("planeado", "scheduled")
    assert engine.advance(case.folio, "iniciar", actor=carla).state == "en_obra"


def test_where_no_rule_says_where_a_state_goes_the_case_stays_and_says_why(report, carla, migrate):
    case, other = report("bache"), report("bache")
    engine.advance(case.folio, "programar", actor=carla, input={"cuadrilla": "C1"})

    def silent(document):
        with_state_renamed(document)
        del document["migrate"]

    publish("bache", silent)
    batch = migrate("bache", 2)
    assert "«programado»" in why(batch, case)
    assert reading.counts(batch) == {"gone": 1, "stays": 1}
    assert now(case).version_id != now(other).version_id
    assert reading.last_reasons(case.pk) == [why(batch, case)]


def test_a_migration_never_closes_a_case(report, migrate):
    case = report("bache")

    def closing(document):
        document["states"]["recibido_2"] = document["states"].pop("recibido")
        document["migrate"] = {"from 1": {"states": {"recibido": "resuelto"}}}

    publish("bache", closing)
    batch = migrate("bache", 2)
    assert "no cierra" in why(batch, case)


def test_a_renamed_field_keeps_its_answer(report, migrate):
    case = report("bache", profundidad_cm=7)

    def rename(document):
        renamed(document, "profundidad_cm", "hondura")
        document["migrate"] = {"from 1": {"fields": {"profundidad_cm": "hondura"}}}

    publish("bache", rename)
    migrate("bache", 2)
    answers = now(case).answers
    assert answers["hondura"] == 7
    assert "profundidad_cm" not in answers


def test_a_whole_number_becomes_a_decimal_and_one_choice_a_list(report, migrate):
    case = report("bache", profundidad_cm=7)

    def retype(document):
        questions(document)["profundidad_cm"] |= {"type": "decimal"}
        questions(document)["via"] |= {"type": "choices"}

    publish("bache", retype)
    migrate("bache", 2)
    assert (now(case).answers["profundidad_cm"], now(case).answers["via"]) == (7.0, ["calle"])


def test_an_answer_that_cannot_be_converted_without_loss_keeps_its_case(report, migrate):
    fits, lossy = report("bache", ancho_m=2.0), report("bache", ancho_m=2.5)

    def retype(document):
        questions(document)["ancho_m"] = {"type": "integer", "label": {"es": "Ancho"}}

    publish("bache", retype)
    batch = migrate("bache", 2)
    assert now(fits).answers["ancho_m"] == 2
    assert now(lossy).answers["ancho_m"] == 2.5
    assert "«ancho_m»" in why(batch, lossy)
    assert "2.5" not in why(batch, lossy)


def test_what_is_no_longer_offered_keeps_its_case(report, migrate):
    gone, there = report("bache", via="camino_rural"), report("bache")
    publish("bache", lambda document: questions(document)["via"]["options"].pop("camino_rural"))
    batch = migrate("bache", 2)
    assert "«via»" in why(batch, gone)
    assert reading.counts(batch) == {"gone": 1, "stays": 1}
    assert now(there).revision == 2


def test_a_field_may_be_let_go_and_stays_on_record(report, migrate):
    case = report("bache", descripcion="Frente a la primaria.")

    def drop(document):
        del questions(document)["descripcion"]
        document["migrate"] = {"from 1": {"fields": {"descripcion": None}}}

    publish("bache", drop)
    batch = migrate("bache", 2)
    assert "descripcion" not in now(case).answers
    row = MigratedCase.objects.get(batch=batch)
    assert row.kept["case"]["answers"]["descripcion"] == "Frente a la primaria."
    assert "primaria" not in now(case).search_text


def test_personal_answers_are_renamed_under_their_seal(report, carla, migrate, morning):
    case = report("bache", **HURT)
    before = bytes(PersonalAnswers.objects.get(case=case).sealed)

    def rename(document):
        renamed(document, "relato", "hechos")
        document["access"]["hechos"] = document["access"].pop("relato")
        document["migrate"] = {"from 1": {"fields": {"relato": "hechos"}}}

    publish("bache", rename)
    batch = migrate("bache", 2)
    found = personal_answers(now(case), carla)
    assert found["hechos"] == "Se cayó de la moto."
    assert "relato" not in found
    assert found["correo"] == "ana@example.org"
    row = MigratedCase.objects.get(batch=batch)
    assert bytes(row.sealed) == before
    assert "moto" not in str(row.told) + str(row.kept)


def test_what_becomes_personal_is_sealed(report, carla, migrate):
    case = report("bache", descripcion="Vivo en la casa azul.")
    publish("bache", lambda document: questions(document)["descripcion"].update(personal=True))
    migrate("bache", 2)
    assert "descripcion" not in now(case).answers
    assert personal_answers(now(case), carla)["descripcion"] == "Vivo en la casa azul."


def test_what_was_given_as_personal_is_never_opened_up(report, migrate, morning):
    case = report("bache", **HURT)

    def open_up(document):
        document["form"]["accidente"]["fields"]["relato"]["personal"] = False

    publish("bache", open_up)
    batch = migrate("bache", 2)
    assert "«relato»" in why(batch, case)


def test_a_case_that_was_never_asked_what_decides_stays(report, migrate):
    case = report("bache")

    def ask(document):
        questions(document)["carriles"] = {"type": "integer", "required": True, "label": {"es": "Carriles"}}
        document["priority"].insert(0, {"when": "form.carriles > 2", "is": "high"})

    publish("bache", ask)
    batch = migrate("bache", 2)
    assert "«carriles»" in why(batch, case)


def test_computed_values_and_priority_stay_as_decided_unless_the_rules_say_otherwise(report, migrate):
    case = report("bache", profundidad_cm=12)
    assert (case.calc["severidad"], case.priority) == ("alta", 2)

    def milder(document):
        document["calc"]["severidad"]["is"] = 'form.profundidad_cm > 50 ? "alta" : "normal"'

    publish("bache", milder)
    migrate("bache", 2)
    assert (now(case).calc["severidad"], now(case).priority) == ("alta", 2)
    publish("bache", lambda document: document.update(migrate={"from 2": {"rules": "recompute"}}))
    migrate("bache", 3)
    assert (now(case).calc["severidad"], now(case).priority) == ("normal", 1)


def test_rules_follow_one_another_from_version_to_version(report, migrate):
    case = report("bache", profundidad_cm=7)

    def first(document):
        renamed(document, "profundidad_cm", "hondura")
        document["migrate"] = {"from 1": {"fields": {"profundidad_cm": "hondura"}}}

    def second(document):
        renamed(document, "hondura", "fondo_cm")
        document["migrate"] = {"from 2": {"fields": {"hondura": "fondo_cm"}}}

    publish("bache", first)
    version = publish("bache", second)
    migrate("bache", 3)
    assert now(case).answers["fondo_cm"] == 7
    assert now(case).version_id == version.pk
    assert CaseEvent.objects.filter(case=case, kind="migrated").count() == 1


def test_a_clock_keeps_its_consumed_time_under_the_new_budget_and_says_why_its_date_moved(
    report, migrate, morning
):
    case = report("bache")
    before = clock_of(case).due_at
    publish("bache", lambda document: document["clocks"]["solucion"].update(budget="3 working days"))
    with clock.at(morning + timedelta(days=1)):
        migrate("bache", 2)
    after = clock_of(case)
    assert after.due_at == before - timedelta(days=4)  # from Tuesday the 8th to Friday the 4th
    assert after.started_at == morning
    entry = ClockEntry.objects.get(clock=after, kind="migrated")
    assert (entry.due_before, entry.due_after) == (before, after.due_at)
    assert "versión 2" in entry.because["es"]


def test_a_clock_starts_anew_where_the_rules_say_so(report, migrate, morning):
    case = report("bache")
    before = clock_of(case).due_at
    publish("bache", lambda document: document.update(migrate={"from 1": {"clocks": "restart"}}))
    with clock.at(morning + timedelta(days=1)):
        migrate("bache", 2)
    assert clock_of(case).started_at == morning + timedelta(days=1)
    assert clock_of(case).due_at == before + timedelta(days=1)
    assert now(case).due_at == clock_of(case, "primera_respuesta").due_at


def test_a_clock_that_the_later_version_lacks_stops_without_a_verdict(report, migrate, morning):
    case = report("bache")
    publish("bache", lambda document: document["clocks"].pop("primera_respuesta"))
    migrate("bache", 2)
    gone = clock_of(case, "primera_respuesta")
    assert (gone.state, gone.met, gone.next_mark_at) == ("stopped", None, None)
    assert now(case).due_at == clock_of(case).due_at


def test_a_new_clock_of_a_state_starts_now(report, migrate, morning):
    case = report("bache")

    def another(document):
        document["clocks"]["visita"] = {
            "calendar": "oficina",
            "budget": "1 working day",
            "runs_in": ["recibido"],
        }

    publish("bache", another)
    with clock.at(morning + timedelta(days=1)):
        migrate("bache", 2)
    assert clock_of(case, "visita").due_at == morning + timedelta(days=2)


def test_a_mark_that_lies_ahead_again_under_a_longer_budget_comes_again(report, migrate, morning):
    from casetypes.sla.sweep import sweep

    case = report("bache")
    with clock.at(morning + timedelta(days=14)):
        sweep()
        assert now(case).overdue
        publish("bache", lambda document: document["clocks"]["solucion"].update(budget="30 working days"))
        publish("bache", lambda document: document["clocks"].pop("primera_respuesta"))
        migrate("bache", 3)
    assert clock_of(case).marks == []
    assert not now(case).overdue


def test_a_closed_case_stays_where_it_ended(report, carla, migrate):
    open_one, closed = report("bache"), report("bache")
    engine.advance(
        closed.folio, "rechazar", actor=carla, input={"motivo": "privado", "explicacion": "Es un predio."}
    )
    publish("bache", lambda document: None)
    assert reading.counts(migrate("bache", 2)) == {"gone": 1}
    assert now(closed).version_id != now(open_one).version_id


def test_moving_again_moves_nothing(report, migrate):
    case = report("bache")
    publish("bache", lambda document: None)
    migrate("bache", 2)
    with pytest.raises(Refused):
        migrate("bache", 2)
    assert CaseEvent.objects.filter(case=case, kind="migrated").count() == 1


def test_what_a_chunk_costs_does_not_depend_on_how_many_cases_it_has(report, morning):
    def rename(document):
        renamed(document, "relato", "hechos")
        document["migrate"] = {"from 1": {"fields": {"relato": "hechos"}}}

    for _ in range(15):
        report("bache", **HURT)
    publish("bache", rename)
    batch = batches.begin("bache", 2, actor=SYSTEM)
    batches.start(batch.pk, actor=SYSTEM)
    batch = batches.get(batch.pk)
    mover = Mover(batch, ways("bache", batch.target), SYSTEM)
    counted = []
    for size in (1, 3, 11):
        ids = list(Case.objects.filter(version__number=1).order_by("pk").values_list("pk", flat=True)[:size])
        with CaptureQueriesContext(connection) as queries:
            mover.move(ids)
        counted.append(len(queries))
    assert counted[1] == counted[2] <= 10
    assert Case.objects.filter(version=batch.target).count() == 15
