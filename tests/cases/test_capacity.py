"""Places that are counted: of two cases that want the last one at the same instant, one gets it."""

import pytest

from casetypes.cases import engine
from casetypes.cases.models import Case
from casetypes.definitions import selectors
from casetypes.definitions.schema.service import Capacity
from casetypes.kernel.errors import Refused
from tests.cases.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
FULL = Capacity.model_validate(
    {"in": ["programado"], "at_most": 2, "else": {"es": "No hay lugar", "en": "Full"}}
)


@pytest.fixture
def two_places(report, monkeypatch):
    compiled = selectors.compiled(report("bache").version_id)
    monkeypatch.setitem(compiled.spec.capacity, "cuadrillas", FULL)


def test_two_places_are_taken_by_two_of_five_who_come_at_once(two_places, report, carla):
    cases = [report("bache") for _each in range(5)]

    def scheduling(case: Case):
        return lambda: engine.advance(case.folio, "programar", actor=carla, input={"cuadrilla": "C1"})

    outcomes = at_once([scheduling(case) for case in cases])
    assert outcomes.count(None) == 2
    assert {str(outcome) for outcome in outcomes if outcome} == {"No hay lugar"}
    assert all(isinstance(outcome, Refused) for outcome in outcomes if outcome)
    assert Case.objects.filter(case_type="bache", state="programado").count() == 2
