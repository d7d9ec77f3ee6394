"""Checklists and work orders: half-filled ones are kept, complete ones close the work, and nothing resolves early."""

import pytest

from casetypes.cases import engine
from casetypes.cases.models import Case
from casetypes.fieldwork.models import ChecklistRecord, WorkOrder
from casetypes.fieldwork.services import fill_checklist
from casetypes.kernel.errors import Invalid, NotAllowed, NotFound, Refused
from tests.sla.test_clocks import picture

pytestmark = pytest.mark.django_db
DONE = {"zona_segura": True, "corte_recto": True, "tecnica": "fria", "material_kg": 4}


@pytest.fixture
def in_work(report, carla, elena):
    case = report("bache")
    engine.advance(case.folio, "programar", actor=carla, input={"cuadrilla": "C1"})
    return engine.advance(case.folio, "iniciar", actor=elena)


def test_what_was_filled_so_far_is_kept_and_the_work_order_stays_open(in_work, elena):
    fill_checklist(in_work.folio, "reparacion", actor=elena, answers={"zona_segura": True})
    record = fill_checklist(in_work.folio, "reparacion", actor=elena, answers={"material_kg": 4})
    assert record.answers == {"zona_segura": True, "material_kg": 4}
    assert not record.complete
    assert WorkOrder.objects.get(case=in_work).closed_at is None


def test_a_complete_checklist_closes_its_work_order_and_lets_the_case_go_on(in_work, elena):
    answers = {**DONE, "despues": [picture(in_work, elena)]}
    assert fill_checklist(in_work.folio, "reparacion", actor=elena, answers=answers).complete
    assert WorkOrder.objects.get(case=in_work).closed_at is not None
    assert engine.advance(in_work.folio, "terminar", actor=elena).state == "resuelto"


def test_an_item_that_must_be_true_keeps_the_checklist_open_while_it_is_not(in_work, elena):
    answers = {**DONE, "zona_segura": False, "despues": [picture(in_work, elena)]}
    assert not fill_checklist(in_work.folio, "reparacion", actor=elena, answers=answers).complete
    with pytest.raises(Refused):
        engine.advance(in_work.folio, "terminar", actor=elena)


def test_wrong_values_are_said_item_by_item_and_nothing_is_kept(in_work, elena):
    with pytest.raises(Invalid) as invalid:
        fill_checklist(
            in_work.folio, "reparacion", actor=elena, answers={"material_kg": -1, "tecnica": "barro"}
        )
    assert set(invalid.value.fields) == {"material_kg", "tecnica"}
    assert not ChecklistRecord.objects.exists()


def test_only_while_it_is_open_and_only_by_who_works_on_the_case(report, in_work, elena, fidel):
    with pytest.raises(NotAllowed):
        fill_checklist(in_work.folio, "reparacion", actor=fidel, answers=DONE)
    with pytest.raises(NotFound):
        fill_checklist(in_work.folio, "pintura", actor=elena, answers={})
    early = report("bache")
    with pytest.raises((Refused, NotAllowed)):
        fill_checklist(early.folio, "reparacion", actor=elena, answers=DONE)


def test_nothing_is_resolved_while_a_work_order_is_open(in_work, elena):
    answers = {**DONE, "despues": [picture(in_work, elena)]}
    fill_checklist(in_work.folio, "reparacion", actor=elena, answers=answers)
    WorkOrder.objects.filter(case=in_work).update(closed_at=None)
    with pytest.raises(Refused) as refused:
        engine.advance(in_work.folio, "terminar", actor=elena)
    assert "Reparar el bache" in refused.value.reasons[0]
    assert Case.objects.get(pk=in_work.pk).state == "en_obra"
