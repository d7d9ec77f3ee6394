"""What is left of a budget is never more than the budget."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casetypes.kernel.business_time import Calendar, Span, SpanKind
from casetypes.sla.selectors import Left, left
from tests.kernel.business_time.test_calendar_properties import calendars, moments, pauses, spans

OFFICE = Calendar.parse({"mon-fri": ["08:00-15:00"]}, [], "America/Monterrey")
SATURDAY_EVENING = datetime(2026, 11, 22, 2, 47, tzinfo=UTC)


@pytest.mark.parametrize("days", [3, 8, 60])
def test_what_is_reported_on_a_saturday_evening_has_its_whole_budget(days):
    budget = Span(days, "day", working=True)
    due = OFFICE.add(SATURDAY_EVENING, budget)
    assert left(OFFICE, budget, due, SATURDAY_EVENING) == Left(days, "working_days", late=False)


def test_a_day_is_gone_when_its_hours_are_over():
    budget = Span(8, "day", working=True)
    due = OFFICE.add(SATURDAY_EVENING, budget)
    moments_of_tuesday = [
        SATURDAY_EVENING + timedelta(days=2, hours=12),
        SATURDAY_EVENING + timedelta(days=3),
    ]
    assert [left(OFFICE, budget, due, at).amount for at in moments_of_tuesday] == [7, 6]


@settings(max_examples=150)
@given(calendars, moments, spans, pauses, st.integers(0, 10 * 1440))
def test_never_more_is_left_than_the_budget(calendar, start, budget, stops, passed):
    due = calendar.due(start, budget, stops)
    found = left(calendar, budget, due, start + timedelta(minutes=passed))
    limit = budget.days if budget.kind is SpanKind.WORKING_DAYS else budget.minutes
    months = budget.kind is SpanKind.MONTHS
    assert found.late or months or 0 <= found.amount <= limit
    assert not found.late or due < start + timedelta(minutes=passed)


@given(calendars, moments, st.integers(0, 12))
def test_all_of_it_is_left_at_the_start_and_none_of_it_missing(calendar, start, days):
    budget = Span(days, "day", working=True)
    found = left(calendar, budget, calendar.add(start, budget), start)
    assert days - 1 <= found.amount <= days
