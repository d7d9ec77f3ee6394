"""The engine and the replay say the same: over lives that the engine's own rules led, for every shipped service."""

import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from casetypes.cases.models import Case
from casetypes.definitions import selectors
from casetypes.intake.simulation import director, pictures, running
from casetypes.intake.simulation.running import Asked, Telling
from casetypes.kernel import clock
from casetypes.proving.replay.candidate import Candidate
from casetypes.proving.replay.reading import Scope
from casetypes.proving.replay.running import BEGINNING, replay

UNTIL = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("America/Monterrey"))
CASES = 208

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def small_album():
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), "#6f6c6a").save(stream, "JPEG")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "draw", lambda *_args, **_options: stream.getvalue())
        patch.setattr(pictures, "SCENES", 1)
        patch.setattr(director, "SCENES", 1)
        patch.setattr(running, "_shares", lambda services, _seed: {each.key: 1.0 for each in services})
        yield


def told(seed: int) -> None:
    """A small year of the whole city."""
    asked = Asked(
        cases=CASES, seed=seed, through=running.BULK, since=UNTIL - timedelta(days=300), until=UNTIL
    )
    run = running.begin(asked)
    telling = Telling(run)
    for part in running.missing_parts(run):
        telling.tell_part(part)


@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**31))
@example(seed=7)
def test_the_live_version_changes_nothing_and_agrees_with_every_record(seed):
    """Priority, desk, branch of each move and due moment of each clock are those that are on record."""
    with transaction.atomic(), clock.at(UNTIL):
        told(seed)
        assert set(Case.objects.values_list("case_type_id", flat=True)) == {
            service.key for service in selectors.live_services()
        }
        for service in selectors.live_services():
            live = Candidate(service.compiled, "")
            tally, findings = replay(live, Scope(service.key, BEGINNING, UNTIL))
            assert findings == [], service.key
            assert tally.cases == Case.objects.filter(case_type=service.key).count()
            assert (tally.differ, tally.unevaluable, tally.unknown_moves) == (0, 0, 0), service.key
            assert dict(tally.stored) == {}, service.key
        transaction.set_rollback(True)
