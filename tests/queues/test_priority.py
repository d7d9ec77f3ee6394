"""A person changes the priority of a case: with a reason, on the record, and only where their right counts."""

import pytest

from casetypes.cases.models import PRIORITY_RANK, SET_BY_HAND, Case
from casetypes.kernel.errors import Invalid, NotAllowed, Refused
from casetypes.queues.priority import prioritise
from tests.cms.workspace.acting import finish, url

pytestmark = pytest.mark.django_db


def test_it_changes_and_the_reason_is_in_the_history(report, carla):
    case = prioritise(report("bache").folio, priority="high", because="Frente a una escuela", actor=carla)
    event = case.events.get(kind="priority")
    assert Case.objects.get(pk=case.pk).priority == PRIORITY_RANK["high"]
    assert case.priority_because == SET_BY_HAND
    assert event.actor_role == "control_desk"
    assert event.data == {"before": "normal", "after": "high", "because": "Frente a una escuela"}
    assert not event.public


@pytest.mark.parametrize("name", ["beto", "elena", "fidel", "gloria", "hugo"])
def test_only_by_who_has_the_right_at_the_desk(report, request, name):
    case = report("bache")
    with pytest.raises(NotAllowed):
        prioritise(case.folio, priority="high", because="Porque sí", actor=request.getfixturevalue(name))
    assert Case.objects.get(pk=case.pk).priority == PRIORITY_RANK["normal"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"priority": "enorme"}, "priority"),
        ({"priority": "normal"}, "priority"),
        ({"because": "  "}, "because"),
        ({"because": "x" * 301}, "because"),
    ],
)
def test_what_makes_no_sense_is_said_by_its_field(report, carla, given, field):
    asked = {"priority": "high", "because": "Frente a una escuela", **given}
    with pytest.raises(Invalid) as refused:
        prioritise(report("bache").folio, actor=carla, **asked)
    assert list(refused.value.fields) == [field]


def test_a_closed_case_keeps_its_priority(report, carla, diego):
    case = finish(report("bache"))
    assert case.final_kind
    with pytest.raises(Refused):
        prioritise(case.folio, priority="high", because="Tarde", actor=carla)


def test_the_desk_does_it_on_the_page_and_reads_it_in_the_history(signed_in, report):
    case, client = report("bache"), signed_in("carla")
    address = url("prioritise", case.folio)
    assert address in client.get(url("case", case.folio)).content.decode()
    client.post(address, {"priority": "critical", "because": "Se hundió un auto"})
    page = client.get(url("case", case.folio)).content.decode()
    assert "Cambió la prioridad" in page
    assert "Normal → Crítica" in page
    assert "Se hundió un auto" in page
    anonymised = signed_in("gloria").get(url("case", case.folio)).content.decode()
    assert "Cambió la prioridad" in anonymised
    assert "Se hundió un auto" not in anonymised
