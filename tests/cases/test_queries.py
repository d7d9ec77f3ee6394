"""How many queries the core costs; transaction control (BEGIN, SAVEPOINT …) is not counted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casetypes.cases import engine

pytestmark = pytest.mark.django_db
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


class Counted(CaptureQueriesContext):
    def __init__(self) -> None:
        super().__init__(connection)

    def __len__(self) -> int:
        return sum(not query["sql"].startswith(CONTROL) for query in self.captured_queries)


def test_a_report_takes_at_most_four_queries(report):
    report("bache")
    with Counted() as counted:
        report("bache")
    assert len(counted) <= 4


@pytest.mark.parametrize(
    ("transition", "given"),
    [
        ("programar", {"cuadrilla": "C1"}),
        ("turnar", {"a": "enlace-agua", "motivo": "Es una fuga."}),
        ("rechazar", {"motivo": "privado", "explicacion": "Está en un predio particular."}),
        ("preguntar", {"pregunta": "¿De qué lado?"}),
    ],
)
def test_a_move_takes_at_most_nine_queries(report, carla, transition, given):
    engine.advance(report("bache").folio, transition, actor=carla, input=given)
    case = report("bache")
    with Counted() as counted:
        engine.advance(case.folio, transition, actor=carla, input=given)
    assert len(counted) <= 9


def test_a_move_with_history_costs_no_more_than_one_without(report, carla, ana):
    case = report("bache")
    for _ in range(3):
        engine.advance(case.folio, "preguntar", actor=carla, input={"pregunta": "¿Dónde?"})
        engine.advance(case.folio, "responder", actor=ana(case), input={"respuesta": "Ahí."})
    with Counted() as counted:
        engine.advance(case.folio, "preguntar", actor=carla, input={"pregunta": "¿Dónde?"})
    assert len(counted) <= 7
