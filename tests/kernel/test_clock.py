from datetime import UTC, datetime, timedelta

import pytest

from casetypes.kernel import clock

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_it_tells_the_current_moment_with_its_zone():
    before = clock.now()
    assert before.tzinfo is UTC
    assert clock.now() - before < timedelta(seconds=5)


def test_it_stands_still_inside_at_and_goes_on_after():
    with clock.at(NOON):
        assert clock.now() == NOON
        with clock.at(NOON + timedelta(days=1)):
            assert clock.now() == NOON + timedelta(days=1)
        assert clock.now() == NOON
    assert clock.now() != NOON


def test_it_goes_on_after_an_error_too():
    with pytest.raises(RuntimeError), clock.at(NOON):
        raise RuntimeError
    assert clock.now() != NOON


@pytest.mark.parametrize(
    "use", [lambda moment: clock.at(moment).__enter__(), lambda m: clock.local(m, "UTC")]
)
def test_it_refuses_a_moment_without_zone(use):
    with pytest.raises(ValueError, match="time zone"):
        use(datetime(2026, 12, 1))


def test_it_shows_the_time_on_the_walls_of_the_city():
    assert clock.local(NOON, "America/Monterrey").hour == 6
    assert clock.local(NOON, "America/Hermosillo").hour == 5
