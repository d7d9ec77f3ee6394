"""Two who correct at once, with real threads: one is written, the other is told."""

import pytest

from casetypes.cases import engine
from casetypes.cases.corrections.services import Correction, correct
from casetypes.cases.models import Case, CaseEvent
from casetypes.kernel.errors import StaleRevision
from tests.cases.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_corrections_and_a_step_from_the_same_page_one_wins(report, carla, beto):
    case = report("bache")
    outcomes = at_once([
        lambda: correct(case.folio, Correction({"via": "avenida"}, "Era avenida"), actor=carla, expected_revision=1),
        lambda: correct(case.folio, Correction({"profundidad_cm": 15}, "Midió"), actor=beto, expected_revision=1),
        lambda: engine.advance(
            case.folio, "programar", actor=carla, input={"cuadrilla": "C1"}, expected_revision=1
        ),
    ])  # fmt: skip
    assert outcomes.count(None) == 1
    assert all(isinstance(outcome, StaleRevision) for outcome in outcomes if outcome)
    assert Case.objects.get(pk=case.pk).revision == 2
    assert CaseEvent.objects.filter(case=case, revision=2).count() == 1
