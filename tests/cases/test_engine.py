"""The engine through its one door: who may move a case, when, and what a move leaves behind."""

import pytest
from django.db import DatabaseError, transaction

from casetypes.access.actors import PUBLIC
from casetypes.audit.models import AuditLeaf
from casetypes.cases import engine
from casetypes.cases.models import Case, CaseEvent, OutboxEntry
from casetypes.cases.selectors import offers
from casetypes.fieldwork.models import WorkOrder
from casetypes.kernel.errors import Invalid, NotAllowed, NotFound, Refused, StaleRevision

pytestmark = pytest.mark.django_db


def schedule(case: Case, carla, **more: object) -> Case:
    return engine.advance(case.folio, "programar", actor=carla, input={"cuadrilla": "C1"}, **more)


def test_a_move_writes_state_event_effects_work_order_and_audit_leaf_together(report, carla):
    case = report("bache")
    moved = schedule(case, carla)
    event = CaseEvent.objects.get(case=case, name="programar")
    assert (moved.state, moved.public_status, moved.revision) == ("programado", "scheduled", 2)
    assert (event.from_state, event.to_state, event.actor_role) == ("recibido", "programado", "control_desk")
    assert moved.crew_id == "C1"
    assert WorkOrder.objects.get(case=case).crew_id == "C1"
    assert list(OutboxEntry.objects.filter(event=event).values_list("effect", "state").order_by("id")) == [
        ("assign", "done"),
        ("work_order", "done"),
        ("notify", "pending"),
    ]
    assert AuditLeaf.objects.filter(subject=f"case:{case.folio}", action="case.advance").count() == 1


def test_who_saw_an_older_revision_gets_a_plain_conflict_and_nothing_changes(report, carla):
    case = report("bache")
    schedule(case, carla, expected_revision=1)
    with pytest.raises(StaleRevision) as stale:
        engine.advance(case.folio, "iniciar", actor=carla, expected_revision=1)
    assert (stale.value.expected, stale.value.actual) == (1, 2)
    assert Case.objects.get(pk=case.pk).state == "programado"


def test_the_wrong_role_is_told_whose_step_it_is(report, elena, carla):
    case = report("bache")
    with pytest.raises(NotAllowed) as refused:
        schedule(case, elena)
    assert "mesa de control" in refused.value.message
    assert schedule(case, carla).state == "programado"


def test_the_public_cannot_move_a_case(report):
    with pytest.raises(NotAllowed):
        engine.advance(report("bache").folio, "retirar", actor=PUBLIC)


def test_the_reporter_moves_only_their_own_case(report, ana):
    mine, other = report("bache"), report("bache")
    with pytest.raises(NotAllowed):
        engine.advance(other.folio, "retirar", actor=ana(mine))
    assert engine.advance(mine.folio, "retirar", actor=ana(mine)).state == "retirado"


def test_a_guard_refuses_with_the_sentence_of_its_author(report, carla, elena):
    case = schedule(report("bache"), carla)
    engine.advance(case.folio, "iniciar", actor=elena)
    with pytest.raises(Refused) as refused:
        engine.advance(case.folio, "terminar", actor=elena)
    assert refused.value.reasons[:2] == [
        "Falta completar la lista de verificación",
        "Falta la foto posterior",
    ]


def test_input_that_is_wrong_is_refused_field_by_field(report, carla):
    with pytest.raises(Invalid) as invalid:
        engine.advance(report("bache").folio, "rechazar", actor=carla, input={"motivo": "porque sí"})
    assert set(invalid.value.fields) == {"motivo", "explicacion"}


def test_a_step_from_another_state_is_refused(report, carla):
    with pytest.raises(Refused):
        engine.advance(report("bache").folio, "iniciar", actor=carla)


def test_an_unknown_folio_and_an_unknown_step_are_not_found(report, carla):
    with pytest.raises(NotFound):
        engine.advance("TRC-26-00000000", "programar", actor=carla)
    with pytest.raises(NotFound):
        engine.advance(report("bache").folio, "volar", actor=carla)


def test_every_button_out_of_a_state_is_offered_and_the_disabled_ones_say_why(report, carla, elena):
    case = report("bache")
    for_carla = {offer.key: offer for offer in offers(case, carla)}
    for_elena = {offer.key: offer for offer in offers(case, elena)}
    assert for_carla["programar"].allowed
    assert "cuadrilla" in for_carla["programar"].fields
    assert not for_elena["programar"].allowed
    assert for_elena["programar"].reasons
    assert "terminar" not in for_carla


def test_django_fsm_lists_the_edges_of_the_definition(report):
    case = report("bache")
    names = {edge.name for edge in case.get_available_state_transitions()}
    assert {"programar", "preguntar", "turnar", "rechazar"} <= names


def test_the_database_refuses_a_state_written_around_the_engine(report):
    case = report("bache")
    with pytest.raises(DatabaseError, match="only cases.engine"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state="resuelto")
    with pytest.raises(DatabaseError, match="only cases.engine"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(public_status="resolved", revision=2)
    with pytest.raises(AttributeError):
        case.state = "resuelto"


def test_a_referred_case_belongs_to_the_other_desk_at_once_and_the_sender_reads_on(report, carla):
    case = report("bache")
    moved = engine.advance(
        case.folio, "turnar", actor=carla, input={"a": "enlace-agua", "motivo": "Es una fuga."}
    )
    assert (moved.desk_id, moved.public_status) == ("enlace-agua", "referred")
    assert list(moved.readers.values_list("desk", "reason")) == [("bacheo", "referred")]


def test_a_referral_to_a_desk_that_does_not_exist_changes_nothing(report, carla):
    case = report("bache")
    with pytest.raises(Invalid):
        engine.advance(case.folio, "turnar", actor=carla, input={"a": "luna", "motivo": "Lejos."})
    assert Case.objects.get(pk=case.pk).revision == 1
