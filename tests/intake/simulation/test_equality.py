"""The quick teller writes what the services write: every column of every row, for years told by any seed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from casetypes.intake.simulation import running
from casetypes.intake.simulation.running import Asked, Telling
from tests.intake.simulation import rows

UNTIL = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("America/Monterrey"))
CASES = 6

pytestmark = pytest.mark.django_db


def told(seed: int, through: str) -> list[dict[str, object]]:
    """The rows of a small year, which is not kept."""
    with transaction.atomic():
        asked = Asked(cases=CASES, seed=seed, through=through, since=UNTIL - timedelta(days=300), until=UNTIL)
        run = running.begin(asked)
        telling = Telling(run)
        for part in running.missing_parts(run):
            telling.tell_part(part)
        found = rows.of_all_cases()
        transaction.set_rollback(True)
    return found


@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
)
@given(seed=st.integers(0, 2**31))
@example(seed=7)
def test_both_tellers_write_the_same_rows(seed):
    slow, quick = told(seed, running.ENGINE), told(seed, running.BULK)
    assert len(slow) == len(quick) == CASES
    for number, (one, other) in enumerate(zip(slow, quick, strict=True)):
        for table, expected in one.items():
            assert other[table] == expected, f"case {number}, {table}"
