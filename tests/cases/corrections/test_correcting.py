"""A correction: the answer, what follows from it by the rules, one event, one leaf; and nothing else."""

import json

import pytest

from casetypes.access.models import Crew, Desk
from casetypes.audit.models import AuditLeaf
from casetypes.cases import engine
from casetypes.cases.corrections.services import Correction, correct
from casetypes.cases.models import Case, CaseEvent
from casetypes.cases.personal_data import personal
from casetypes.cases.personal_data.reading_purposes import Stated
from casetypes.citizens import services as citizens
from casetypes.kernel.errors import Invalid, NotAllowed, NotFound, StaleRevision
from casetypes.places.models import Zone
from casetypes.queues.priority import prioritise
from casetypes.sla.models import ClockEntry, SlaClock
from tests.cast import PLAZA, personal_answers
from tests.cms.workspace.acting import person

pytestmark = pytest.mark.django_db
WHY = "Lo aclaró por teléfono"


def corrected(case: Case, actor, reason: str = WHY, **answers) -> Case:
    correct(case.folio, Correction(answers, reason), actor=actor)
    return Case.objects.get(pk=case.pk)


def last_event(case: Case) -> CaseEvent:
    return CaseEvent.objects.filter(case=case).latest("id")


def test_a_wrong_depth_moves_priority_values_and_the_deadline_and_says_why(morning, report, carla):
    case = report("bache", profundidad_cm=6)
    before = SlaClock.objects.get(case=case, key="solucion")
    after = corrected(case, carla, profundidad_cm=15)
    assert (after.answers["profundidad_cm"], after.calc["severidad"]) == (15, "alta")
    assert (after.priority, after.state, after.revision) == (2, case.state, 2)
    clock = SlaClock.objects.get(pk=before.pk)
    assert (clock.budget, clock.started_at) == ("2 working days", before.started_at)
    assert clock.due_at < before.due_at
    line = ClockEntry.objects.get(clock=clock)
    assert (line.kind, line.due_before, line.due_after) == ("corrected", before.due_at, clock.due_at)
    assert line.because["es"] == "Se corrigió lo reportado"


def test_what_no_rule_looks_at_moves_nothing(morning, report, carla):
    case = report("bache", descripcion="Junto al porton verde")
    due = SlaClock.objects.get(case=case, key="solucion").due_at
    after = corrected(case, carla, descripcion="Junto al portón verde")
    assert (after.calc, after.priority, after.due_at) == (case.calc, case.priority, case.due_at)
    assert SlaClock.objects.get(case=case, key="solucion").due_at == due
    assert not ClockEntry.objects.filter(kind="corrected").exists()
    assert "porton verde" in after.search_text


def test_the_event_keeps_both_answers_the_reason_and_the_role(report, carla):
    case = report("bache", via="calle")
    corrected(case, carla, via="avenida")
    event = last_event(case)
    assert (event.kind, event.actor_role, event.public, event.revision) == (
        "corrected",
        "control_desk",
        True,
        2,
    )
    assert event.data["fields"] == {"via": ["calle", "avenida"]}
    assert event.data["because"] == WHY
    assert (event.from_state, event.to_state) == ("recibido", "recibido")


def test_the_log_knows_the_questions_and_digests_but_no_answer(report, carla):
    case = report("bache", descripcion="Frente a la casa de Ana")
    personal.open_for(case, carla, Stated("call"))
    corrected(case, carla, descripcion="Frente a la tienda", correo="ana.rios@example.org")
    leaf = AuditLeaf.objects.latest("id")
    assert (leaf.action, leaf.subject) == ("case.correct", f"case:{case.folio}")
    written = leaf.content
    assert set(json.loads(written)["data"]["fields"]) == {"descripcion", "correo"}
    assert "tienda" not in written and "example.org" not in written and WHY not in written


def test_a_personal_answer_needs_an_open_reading_and_stays_sealed(report, carla):
    case = report("bache", nombre="Ana Rioz")
    with pytest.raises(Invalid) as refused:
        corrected(case, carla, nombre="Ana Ríos")
    assert refused.value.fields["nombre"] == ["Es un dato personal: diga antes para qué lo necesita."]
    personal.open_for(case, carla, Stated("call"))
    after = corrected(case, carla, nombre="Ana Ríos")
    assert "nombre" not in after.answers
    assert "Ríos" not in json.dumps(last_event(case).data) and "Rioz" not in json.dumps(last_event(case).data)
    assert last_event(case).data["personal"] == ["nombre"]
    answers = personal_answers(after, carla)
    assert (answers["nombre"], answers["nombre#2"]) == ("Ana Ríos", "Ana Rioz")


def test_letters_go_to_the_corrected_address_and_a_proven_one_is_its_owners(report, carla):
    case = report("bache", correo="anna@example.org")
    personal.open_for(case, carla, Stated("call"))
    corrected(case, carla, correo="ana@example.org")
    citizen = Case.objects.get(pk=case.pk).citizen
    assert citizens.contact(citizen, "email") == "ana@example.org"
    assert citizen.contact_points.count() == 1
    citizens.prove_contact(citizen=citizen, kind="email", value="ana@example.org")
    with pytest.raises(Invalid):
        corrected(case, carla, correo="otra@example.org")
    assert citizens.contact(citizen, "email") == "ana@example.org"


def test_a_moved_pin_moves_zone_point_map_cell_and_search(report, carla):
    case = report("bache")
    there = {"latitude": 25.5601, "longitude": -103.4105, "address": "Calzada Las Palmas 20"}
    after = corrected(case, carla, ubicacion=there)
    assert (after.latitude, after.longitude) == (25.5601, -103.4105)
    assert after.cell != case.cell
    assert after.place == {"address": "Calzada Las Palmas 20"}
    assert "calzada las palmas" in after.search_text
    assert after.desk_id == case.desk_id


def test_a_point_outside_the_city_is_refused_as_on_the_form(report, carla):
    with pytest.raises(Invalid) as refused:
        corrected(report("bache"), carla, ubicacion={**PLAZA, "latitude": 19.43, "longitude": -99.13})
    assert "ubicacion" in refused.value.fields


def test_a_page_that_now_applies_asks_its_questions_and_one_that_no_longer_does_is_dropped(report, carla):
    case = report("bache", lesionados=False)
    with pytest.raises(Invalid) as refused:
        corrected(case, carla, lesionados=True)
    assert set(refused.value.fields) == {"fecha"}
    after = corrected(case, carla, lesionados=True, fecha="2026-11-20")
    assert after.priority == 3
    with pytest.raises(Invalid) as closed:
        corrected(case, carla, lesionados=False)
    assert "fecha" in closed.value.fields  # it holds a personal answer that nobody opened
    personal.open_for(after, carla, Stated("call"))
    back = corrected(case, carla, lesionados=False)
    assert (back.priority, back.calc) == (case.priority, case.calc)
    assert "fecha" not in personal_answers(back, carla)
    assert personal_answers(back, carla)["fecha#3"] == "2026-11-20"


def test_a_priority_set_by_hand_stays_and_the_history_says_so(report, carla, diego):
    case = report("bache")
    prioritise(case.folio, priority="low", because="Obra pronto", actor=diego)
    after = corrected(case, carla, profundidad_cm=15)
    assert after.priority == 0
    assert last_event(case).data["remarks"] == ["priority_by_hand"]


def test_evidence_agreement_and_strange_questions_are_not_corrected(report, carla):
    case = report("bache")
    for key, value in {"fotos": [], "aviso": False, "profundidat": 4}.items():
        with pytest.raises(Invalid) as refused:
            corrected(case, carla, **{key: value})
        assert key in refused.value.fields
    assert Case.objects.get(pk=case.pk).revision == 1


def test_a_required_answer_is_not_taken_away_and_the_same_answer_is_no_correction(report, carla):
    case = report("bache", ancho_m=0.5)
    with pytest.raises(Invalid) as refused:
        corrected(case, carla, profundidad_cm=None)
    assert "profundidad_cm" in refused.value.fields
    with pytest.raises(Invalid, match="[Nn]ada|[Nn]othing"):
        corrected(case, carla, profundidad_cm=6, ancho_m=0.5)
    assert "ancho_m" not in corrected(case, carla, ancho_m=None).answers


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_a_correction_says_why_in_a_sentence(report, carla, reason):
    with pytest.raises(Invalid) as refused:
        corrected(report("bache"), carla, reason, via="avenida")
    assert "reason" in refused.value.fields


def test_who_may_not(report, carla, diego, elena, gloria, hugo):
    case = report("bache")
    for actor in (diego, gloria, hugo):
        with pytest.raises((NotAllowed, NotFound)):
            corrected(case, actor, via="avenida")
    engine.advance(case.folio, "programar", actor=carla, input={"cuadrilla": "C1"})
    with pytest.raises(NotAllowed):
        corrected(case, elena, via="avenida")


def test_a_closed_case_stays_as_it_is(report, carla, ana):
    case = report("bache")
    engine.advance(case.folio, "retirar", actor=ana(case), input={"motivo": "Ya no está."})
    with pytest.raises(NotAllowed) as refused:
        corrected(case, carla, via="avenida")
    assert "cerrado" in refused.value.message


def test_a_stale_correction_is_a_conflict(report, carla):
    case = report("bache")
    corrected(case, carla, via="avenida")
    with pytest.raises(StaleRevision):
        correct(case.folio, Correction({"via": "calle"}, WHY), actor=carla, expected_revision=1)


def test_corrected_back_is_another_correction_by_whoever_did_it(morning, report, carla):
    case = report("bache", profundidad_cm=6)
    corrected(case, carla, profundidad_cm=15)
    back = corrected(case, person("carla"), profundidad_cm=6)
    assert (back.calc, back.priority, back.due_at) == (case.calc, case.priority, case.due_at)
    assert CaseEvent.objects.filter(case=case, kind="corrected").count() == 2


def test_a_paused_clock_stays_paused_and_one_that_stopped_keeps_its_verdict(morning, report, carla):
    case = report("bache", profundidad_cm=6)
    engine.advance(case.folio, "preguntar", actor=carla, input={"pregunta": "¿Qué tan hondo?"})
    stopped = SlaClock.objects.get(case=case, key="primera_respuesta")
    before = SlaClock.objects.get(case=case, key="solucion")
    corrected(case, carla, profundidad_cm=15)
    after = SlaClock.objects.get(pk=before.pk)
    assert (after.state, after.paused_at, after.next_mark_at) == ("paused", before.paused_at, None)
    assert after.due_at < before.due_at
    assert SlaClock.objects.get(pk=stopped.pk).met == stopped.met


def test_a_place_outside_the_zones_of_desk_and_crew_is_said_and_both_stay(report, carla):
    near, far = Zone.objects.order_by("key")[:2]
    case = report("bache", ubicacion={"zone": near.key, "address": "Calle 1"})
    engine.advance(case.folio, "programar", actor=carla, input={"cuadrilla": "C1"})
    Desk.objects.filter(pk="bacheo").update(zones=[near.key])
    Crew.objects.filter(pk="C1").update(zones=[near.key])
    after = corrected(case, carla, ubicacion={"zone": far.key, "address": "Calle 2"})
    assert (after.zone, after.desk_id, after.crew_id) == (far, "bacheo", "C1")
    assert last_event(case).data["remarks"] == ["outside_desk", "outside_crew"]


def test_what_an_older_system_left_out_stays_out(report, carla):
    case = report("bache")
    Case.objects.filter(pk=case.pk).update(channel="legacy", answers={"via": "calle", "ubicacion": PLAZA})
    after = corrected(case, carla, via="avenida")
    assert after.answers == {"via": "avenida", "ubicacion": PLAZA}
    assert after.rules_unset
