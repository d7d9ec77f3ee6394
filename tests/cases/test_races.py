"""Two at once, with real threads on a real database: one wins, the other sees a plain conflict."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from casetypes.cases import engine
from casetypes.cases.models import Case, CaseEvent, OutboxEntry
from casetypes.kernel.errors import DomainError, Refused, StaleRevision

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(actions):
    """Run all of them from the same instant; what each raised, or None."""
    barrier = Barrier(len(actions))

    def run(action):
        barrier.wait()
        try:
            action()
        except DomainError as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def test_of_eight_clicks_on_the_same_button_exactly_one_moves_the_case(report, carla):
    case = report("bache")
    outcomes = at_once(
        [
            lambda: engine.advance(
                case.folio, "programar", actor=carla, input={"cuadrilla": "C1"}, expected_revision=1
            )
        ]
        * 8
    )
    assert outcomes.count(None) == 1
    assert all(isinstance(outcome, StaleRevision) for outcome in outcomes if outcome)
    assert CaseEvent.objects.filter(case=case, name="programar").count() == 1
    assert OutboxEntry.objects.filter(case=case, effect="work_order").count() == 1


def test_of_two_different_decisions_one_wins_and_the_other_is_told(report, carla, beto):
    case = report("bache")
    outcomes = at_once(
        [
            lambda: engine.advance(
                case.folio, "programar", actor=carla, input={"cuadrilla": "C1"}, expected_revision=1
            ),
            lambda: engine.advance(
                case.folio, "preguntar", actor=carla, input={"pregunta": "¿Dónde?"}, expected_revision=1
            ),
        ]
    )
    assert outcomes.count(None) == 1
    assert Case.objects.get(pk=case.pk).revision == 2


def test_without_a_revision_the_second_one_still_cannot_repeat_the_step(report, carla):
    case = report("bache")
    outcomes = at_once(
        [lambda: engine.advance(case.folio, "programar", actor=carla, input={"cuadrilla": "C1"})] * 4
    )
    assert outcomes.count(None) == 1
    assert all(isinstance(outcome, Refused) for outcome in outcomes if outcome)
