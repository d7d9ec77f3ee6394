"""Business time against a walker that looks at every minute, and laws that hold for every calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from casetypes.kernel.business_time import Calendar, Closure, Span, SpanKind
from casetypes.kernel.business_time.hours import merged

MINUTE = timedelta(minutes=1)
FIRST = datetime(
    2026, 2, 27, tzinfo=UTC
)  # five weeks that hold the change of clocks of Tijuana (8 March) and Madrid (29 March)

minutes = st.integers(0, 1440)
shifts = st.lists(st.tuples(minutes, minutes).filter(lambda shift: shift[0] < shift[1]), max_size=3)
hours = st.dictionaries(st.integers(0, 6), shifts, min_size=4).filter(lambda week: any(week.values()))
closures = st.lists(
    st.builds(Closure, day=st.dates(date(2026, 2, 25), date(2026, 3, 20)))
    | st.builds(Closure, yearly=st.sampled_from([(3, 2), (3, 9), (12, 25)])),
    max_size=4,
)
steady = st.builds(Calendar, hours, closures, st.sampled_from(["America/Monterrey", "UTC", "Asia/Kolkata"]))
changing = st.sampled_from(
    ["America/Tijuana", "Europe/Madrid"]
)  # both put their clocks forward in these weeks
calendars = steady | st.builds(Calendar, hours, closures, changing)
moments = st.integers(0, 34 * 1440).map(lambda minute: FIRST + minute * MINUTE)
working = st.builds(Span, st.integers(0, 3000), st.just("minute"), st.just(True)) | st.builds(
    Span, st.integers(0, 12), st.just("day"), st.just(True)
)
spans = working | st.builds(Span, st.integers(0, 30), st.sampled_from(["hour", "day", "month"]))
pauses = st.lists(
    st.tuples(moments, st.integers(0, 5 * 1440).map(lambda amount: amount * MINUTE)), max_size=4
).map(lambda found: [(begin, begin + length) for begin, length in found])


def open_by_the_wall(calendar, moment):
    """What a person reads off a clock on the wall and the plate at the door."""
    local = moment.astimezone(ZoneInfo(calendar.time_zone))
    day = local.date()
    if any(day == c.day or (day.month, day.day) == c.yearly for c in calendar.closures):
        return False
    minute = local.hour * 60 + local.minute
    return any(start <= minute < end for start, end in merged(calendar.hours.get(day.weekday(), ())))


@given(steady, moments)
def test_it_is_open_when_the_plate_at_the_door_says_so(calendar, moment):
    assert calendar.is_open(moment) == open_by_the_wall(calendar, moment)


@settings(max_examples=40)
@given(steady, moments, st.integers(0, 4 * 1440))
def test_open_time_is_what_a_walker_counts_minute_by_minute(calendar, start, length):
    counted = sum(open_by_the_wall(calendar, start + step * MINUTE) for step in range(length))
    assert calendar.worked(start, start + length * MINUTE) == counted * MINUTE


@settings(max_examples=25)
@given(steady, moments, st.integers(1, 300), pauses)
def test_working_minutes_are_due_where_a_walker_stops(calendar, start, budget, stops):
    moment, left = start, budget
    for _ in range(20 * 1440):
        if not any(begin <= moment < end for begin, end in stops) and open_by_the_wall(calendar, moment):
            left -= 1
        moment += MINUTE
        if not left:
            assert calendar.due(start, Span(budget, "minute", True), stops) == moment
            return


@given(steady, moments, st.integers(1, 8))
def test_working_days_are_the_dates_on_which_it_opens(calendar, start, days):
    zone = ZoneInfo(calendar.time_zone)
    begun = calendar.next_opening(start)
    due = calendar.add(start, Span(days, "day", True))
    last = due if calendar.is_open(due) else due - timedelta(microseconds=1)
    assert calendar.working_days_between(begun, last) == days
    on_the_day = due.astimezone(zone)
    if calendar.is_open(due) and open_by_the_wall(
        calendar, on_the_day.replace(hour=begun.astimezone(zone).hour, minute=begun.astimezone(zone).minute)
    ):
        assert on_the_day.time() == begun.astimezone(zone).time()


@given(calendars, moments, working, pauses)
def test_the_due_moment_never_lies_in_closed_time(calendar, start, span, stops):
    due = calendar.due(start, span, stops)
    assert calendar.is_open(due) or calendar.is_open(due - timedelta(microseconds=1))
    assert due >= start


@given(calendars, moments, moments, spans)
def test_who_starts_later_is_not_due_earlier(calendar, one, other, span):
    earlier, later = sorted([one, other])
    assert calendar.add(earlier, span) <= calendar.add(later, span)


@given(calendars, moments, st.integers(0, 9), st.integers(0, 9), st.sampled_from(["minute", "hour", "day"]))
def test_more_time_is_not_due_earlier(calendar, start, amount, more, unit):
    short, long = Span(amount, unit, True), Span(amount + more, unit, True)
    assert calendar.add(start, short) <= calendar.add(start, long)


@given(calendars, moments, spans, moments, st.integers(0, 3000), st.integers(0, 3000))
def test_a_longer_pause_never_brings_the_due_moment_nearer(calendar, start, span, begin, length, more):
    without = calendar.due(start, span)
    short = calendar.due(start, span, [(begin, begin + length * MINUTE)])
    long = calendar.due(start, span, [(begin, begin + (length + more) * MINUTE)])
    assert without <= short <= long


@given(calendars, moments, spans, pauses)
def test_the_share_used_grows_from_nothing_to_one(calendar, start, span, stops):
    due = calendar.due(start, span, stops)
    steps = [start + (due - start) * part / 5 for part in range(6)]
    shares = [calendar.fraction(start, step, span, stops) for step in steps]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    half = calendar.reaches(start, 0.5, span, stops)
    assert start <= half <= max(due, calendar.next_opening(start))


@given(calendars, moments, st.integers(1, 2000), pauses)
def test_when_due_exactly_the_budget_is_used(calendar, start, budget, stops):
    span = Span(budget, "minute", True)
    due = calendar.due(start, span, stops)
    assert abs(calendar.consumed(start, due, SpanKind.WORKING_TIME, stops) - budget) < 1e-9


@given(calendars, moments, st.integers(1, 3000))
def test_what_was_added_is_what_lies_between(calendar, start, budget):
    due = calendar.add(start, Span(budget, "minute", True))
    assert calendar.worked(start, due) == budget * MINUTE
    assert calendar.worked(start, due - MINUTE) < budget * MINUTE


@given(calendars, moments, moments, moments)
def test_open_time_adds_up(calendar, one, two, three):
    first, middle, last = sorted([one, two, three])
    whole = calendar.worked(first, last)
    assert whole == calendar.worked(first, middle) + calendar.worked(middle, last)
    assert timedelta(0) <= whole <= last - first
