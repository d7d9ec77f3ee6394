"""What holds of every correction, whoever tries what in which order."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casetypes.cases.corrections.services import Correction, correct
from casetypes.cases.models import Case, CaseEvent
from casetypes.kernel import clock
from casetypes.kernel.errors import DomainError
from casetypes.sla.models import SlaClock
from tests.cast import MORNING, PLAZA

pytestmark = pytest.mark.django_db
PLACES = st.sampled_from(
    [PLAZA, {"latitude": 25.5601, "longitude": -103.4105}, {"latitude": 19.4, "longitude": -99.1}]
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "via": st.sampled_from(["calle", "avenida", "camino_rural", "luna"]),
        "profundidad_cm": st.one_of(st.none(), st.integers(-1, 220)),
        "ancho_m": st.one_of(st.none(), st.floats(0.1, 30).map(lambda width: round(width, 2))),
        "lesionados": st.booleans(),
        "fecha": st.one_of(st.none(), st.sampled_from(["2026-11-20", "2027-01-01"])),
        "descripcion": st.text(max_size=12),
        "ubicacion": PLACES,
        "fotos": st.just([]),
    },
)
TRIES = st.lists(
    st.tuples(ANSWERS, st.integers(0, 5000), st.sampled_from(["", "Se aclaró"])), min_size=1, max_size=4
)


def seen(case: Case) -> tuple[Case, int, dict[int, tuple]]:
    clocks = {
        each.pk: (each.started_at, each.pauses, each.stopped_at, each.run, each.state)
        for each in SlaClock.objects.filter(case=case)
    }
    return Case.objects.get(pk=case.pk), CaseEvent.objects.filter(case=case).count(), clocks


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries=TRIES)
def test_a_correction_moves_no_state_adds_one_event_and_one_revision_and_turns_no_clock_back(
    report, carla, tries
):
    with clock.at(MORNING):
        case = report("bache")
    moment = MORNING
    for answers, minutes, reason in tries:
        before, events, clocks = seen(case)
        moment += timedelta(minutes=minutes)
        try:
            with clock.at(moment):
                correct(case.folio, Correction(answers, reason), actor=carla)
        except DomainError:
            after, count, ran = seen(case)
            assert (after.revision, after.answers, count, ran) == (
                before.revision,
                before.answers,
                events,
                clocks,
            )
            continue
        after, count, ran = seen(case)
        assert (after.state, after.public_status, after.desk_id, after.version_id) == (
            before.state, before.public_status, before.desk_id, before.version_id,
        )  # fmt: skip
        assert (after.revision, count) == (before.revision + 1, events + 1)
        assert ran == clocks
        assert all(each.due_at > each.started_at for each in SlaClock.objects.filter(case=case))
