"""The rules of time; the first four spans are the worked examples of the definition language."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from casetypes.kernel.business_time import Calendar, CalendarError, Span, SpanKind

ZONE = "America/Monterrey"
CHRISTMAS = [{"date": "2026-12-25", "name": {"es": "Navidad"}}, {"yearly": "05-01"}]
OFFICE = Calendar.parse({"mon-fri": ["08:00-15:00"], "sat": []}, CHRISTMAS, ZONE)
SPLIT = Calendar.parse({"mon-fri": ["08:00-12:00", "14:00-18:00"], "sat": ["09:00-13:00"]}, [], ZONE)


def at(text, zone=ZONE):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def due(calendar, start, span, *pauses, zone=ZONE):
    stops = [(at(begin, zone), at(end, zone)) for begin, end in pauses]
    moment = calendar.due(at(start, zone), Span.parse(span), stops)
    assert moment.tzinfo is UTC
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "span", "expected"),
    [
        ("2026-12-01 09:00", "2 working days", "2026-12-03 09:00"),
        ("2026-12-01 20:00", "2 working days", "2026-12-04 08:00"),
        ("2026-12-05 11:00", "8 working hours", "2026-12-08 09:00"),
        ("2026-12-24 10:00", "1 working day", "2026-12-28 10:00"),
        ("2026-12-01 09:00", "6 working hours", "2026-12-01 15:00"),
        ("2026-12-01 09:00", "361 working minutes", "2026-12-02 08:01"),
        ("2026-12-01 15:00", "1 working hour", "2026-12-02 09:00"),
        ("2026-12-01 20:00", "90 minutes", "2026-12-01 21:30"),
        ("2026-12-01 09:00", "15 days", "2026-12-16 09:00"),
        ("2024-02-29 09:00", "1 year", "2025-02-28 09:00"),
        ("2026-08-31 09:00", "6 months", "2027-02-28 09:00"),
        ("2026-12-05 11:00", "0 working days", "2026-12-07 08:00"),
        ("2026-12-05 11:00", "0 working hours", "2026-12-07 08:00"),
        ("2027-04-30 10:00", "1 working day", "2027-05-03 10:00"),
        ("2026-12-31 10:00", "1 working day", "2027-01-01 10:00"),
    ],
)
def test_a_span_is_due_as_the_language_says(start, span, expected):
    assert due(OFFICE, start, span) == expected


@pytest.mark.parametrize(
    ("start", "span", "expected"),
    [
        ("2026-12-01 11:00", "2 working hours", "2026-12-01 15:00"),
        ("2026-12-01 13:00", "1 working hour", "2026-12-01 15:00"),
        ("2026-12-04 16:00", "1 working day", "2026-12-05 13:00"),  # Saturday closes at 13:00
        ("2026-12-05 12:30", "1 working day", "2026-12-07 14:00"),  # the break of Monday
        ("2026-12-04 08:00", "1 working day", "2026-12-05 09:00"),  # Saturday opens at 9:00
    ],
)
def test_the_time_of_day_is_clipped_to_the_hours_of_the_date(start, span, expected):
    assert due(SPLIT, start, span) == expected


def test_a_calendar_that_never_closes_counts_all_time():
    always = Calendar.always(ZONE)
    assert due(always, "2026-12-01 23:30", "36 working hours") == "2026-12-03 11:30"
    assert due(always, "2026-12-01 23:30", "2 working days") == "2026-12-03 23:30"
    assert always.is_open(at("2026-12-25 00:00"))


def test_it_opens_and_closes_to_the_minute():
    assert OFFICE.is_open(at("2026-12-01 08:00"))
    assert not OFFICE.is_open(at("2026-12-01 15:00"))
    assert not OFFICE.is_open(at("2026-12-25 10:00"))
    assert OFFICE.next_opening(at("2026-12-24 15:00")) == at("2026-12-28 08:00")
    assert OFFICE.next_opening(at("2026-12-24 14:59")) == at("2026-12-24 14:59")
    assert SPLIT.next_opening(at("2026-12-01 12:00")) == at("2026-12-01 14:00")


def test_it_counts_open_time_and_working_days():
    assert OFFICE.worked(at("2026-12-24 10:00"), at("2026-12-28 10:00")) == timedelta(hours=7)
    assert OFFICE.worked(at("2026-12-28 10:00"), at("2026-12-24 10:00")) == timedelta(0)
    assert OFFICE.working_days_between(at("2026-12-24 10:00"), at("2026-12-28 09:00")) == 1
    assert OFFICE.working_days_between(at("2026-12-31 10:00"), at("2027-01-04 09:00")) == 2
    assert OFFICE.working_days_between(at("2026-12-28 09:00"), at("2026-12-24 10:00")) == 0
    assert OFFICE.is_working_day(date(2026, 12, 24))
    assert not OFFICE.is_working_day(date(2026, 12, 25))


@pytest.mark.parametrize(
    ("span", "pause", "expected"),
    [
        # Tuesday 9:00 + 5 working days is Tuesday 8 December 9:00.
        ("5 working days", ("2026-12-02 10:00", "2026-12-04 10:00"), "2026-12-10 09:00"),
        ("5 working days", ("2026-12-02 10:00", "2026-12-02 12:00"), "2026-12-08 11:00"),
        ("5 working days", ("2026-12-02 10:00", "2026-12-04 12:00"), "2026-12-10 11:00"),
        ("5 working days", ("2026-12-04 20:00", "2026-12-07 07:00"), "2026-12-08 09:00"),
        ("5 working days", ("2026-12-01 09:00", "2026-12-02 09:00"), "2026-12-09 09:00"),
        ("5 working days", ("2026-12-08 09:00", "2026-12-20 09:00"), "2026-12-08 09:00"),
        ("8 working hours", ("2026-12-01 10:00", "2026-12-03 10:00"), "2026-12-04 10:00"),
        ("8 working hours", ("2026-12-01 16:00", "2026-12-02 07:00"), "2026-12-02 10:00"),
        ("90 minutes", ("2026-12-01 09:30", "2026-12-01 10:00"), "2026-12-01 11:00"),
        ("15 days", ("2026-12-02 09:00", "2026-12-04 09:00"), "2026-12-18 09:00"),
    ],
)
def test_a_pause_moves_the_due_moment_by_what_it_took(span, pause, expected):
    assert due(OFFICE, "2026-12-01 09:00", span, pause) == expected


def test_pauses_may_overlap_come_in_any_order_or_be_empty():
    pauses = [
        ("2026-12-02 11:00", "2026-12-02 12:00"),
        ("2026-12-02 10:00", "2026-12-02 11:30"),
        ("2026-12-01 08:00", "2026-12-01 09:00"),
        ("2026-12-02 13:00", "2026-12-02 13:00"),
    ]
    assert due(OFFICE, "2026-12-01 09:00", "8 working hours", *pauses) == "2026-12-02 10:00"
    assert due(OFFICE, "2026-12-01 09:00", "10 working hours", *pauses) == "2026-12-02 14:00"


def test_the_share_used_is_zero_at_the_start_and_one_when_due():
    span = Span.parse("10 working hours")
    start, pauses = at("2026-12-01 09:00"), [(at("2026-12-01 10:00"), at("2026-12-02 10:00"))]
    shares = [
        OFFICE.fraction(start, at(moment), span, pauses)
        for moment in ("2026-12-01 09:00", "2026-12-01 10:00", "2026-12-02 09:00", "2026-12-02 14:00")
    ]
    assert shares == [0.0, 0.1, 0.1, 0.5]
    moment = OFFICE.due(start, span, pauses)
    assert OFFICE.fraction(start, moment, span, pauses) == 1.0
    assert OFFICE.fraction(start, moment + timedelta(days=7), span, pauses) > 1.0
    assert OFFICE.reaches(start, 0.5, span, pauses) == at("2026-12-02 14:00")
    assert OFFICE.reaches(start, 1, span, pauses) == moment


def test_a_budget_of_nothing_is_used_up_at_once():
    span = Span.parse("0 minutes")
    assert OFFICE.fraction(at("2026-12-01 09:00"), at("2026-12-01 09:00"), span) == 1.0


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (SpanKind.ELAPSED, 2940.0),
        (SpanKind.WORKING_TIME, 900.0),
        (SpanKind.CALENDAR_DAYS, 2940 / 1440),
        (SpanKind.WORKING_DAYS, 2 + 1 / 7),
    ],
)
def test_time_used_is_told_in_the_unit_of_the_budget(kind, expected):
    used = OFFICE.consumed(at("2026-12-01 09:00"), at("2026-12-03 10:00"), kind)
    assert used == pytest.approx(expected)


def test_a_pause_is_not_used_time():
    pauses = [(at("2026-12-02 09:00"), at("2026-12-03 09:00"))]
    period = at("2026-12-01 09:00"), at("2026-12-04 09:00")
    assert OFFICE.consumed(*period, SpanKind.WORKING_DAYS, pauses) == 2.0
    assert OFFICE.consumed(*period, SpanKind.WORKING_TIME, pauses) == 840.0


class TestDaylightSaving:
    """Tijuana puts clocks forward on 8 March 2026 at 2:00 and back on 1 November 2026 at 2:00."""

    zone = "America/Tijuana"
    night = Calendar.parse({"mon-sun": ["00:00-04:00"]}, [], zone)

    def test_days_keep_their_time_of_day(self):
        always = Calendar.always(self.zone)
        assert due(always, "2026-03-07 09:00", "1 day", zone=self.zone) == "2026-03-08 09:00"
        assert due(always, "2026-03-07 09:00", "1 working day", zone=self.zone) == "2026-03-08 09:00"
        assert due(always, "2026-03-07 09:00", "24 working hours", zone=self.zone) == "2026-03-08 10:00"

    def test_a_night_is_as_long_as_it_was(self):
        def hours(day):
            start = at(f"{day} 00:00", self.zone)
            return self.night.worked(start, start + timedelta(hours=12)) / timedelta(hours=1)

        assert (hours("2026-03-07"), hours("2026-03-08"), hours("2026-11-01")) == (4, 3, 5)

    def test_an_hour_that_the_clocks_skip_does_not_open(self):
        skipped = Calendar.parse({"sun": ["02:00-03:00"]}, [], self.zone)
        assert skipped.next_opening(at("2026-03-07 12:00", self.zone)) == at("2026-03-15 02:00", self.zone)


def test_spans_of_many_years_are_answered():
    days = (date(2026, 12, 1) + timedelta(days=step) for step in range(1, 9000))
    open_days = [day for day in days if day.weekday() < 5 and (day.month, day.day) != (5, 1)]
    open_days.remove(date(2026, 12, 25))
    assert due(OFFICE, "2026-12-01 09:00", "5000 working days") == f"{open_days[4999]} 09:00"
    assert OFFICE.worked(at("2026-01-01 00:00"), at("2086-01-01 00:00")) > timedelta(hours=100_000)


@pytest.mark.parametrize("closures", [[], [{"yearly": "02-29"}]])
def test_a_calendar_that_never_opens_says_so(closures):
    closed = Calendar.parse({"sat": []}, closures, ZONE)
    assert not closed.is_open(at("2026-12-01 09:00"))
    for use in (
        lambda: closed.next_opening(at("2026-12-01 09:00")),
        lambda: closed.add(at("2026-12-01 09:00"), Span.parse("1 working hour")),
        lambda: closed.add(at("2026-12-01 09:00"), Span.parse("1 working day")),
    ):
        with pytest.raises(CalendarError, match="never opens"):
            use()


def test_a_calendar_that_opens_once_in_four_years_still_opens():
    leap = Calendar.parse(
        {"mon-sun": ["08:00-09:00"]},
        [
            {"yearly": f"{date.fromordinal(day):%m-%d}"}
            for day in range(date(2024, 1, 1).toordinal(), date(2025, 1, 1).toordinal())
            if date.fromordinal(day) != date(2024, 2, 29)
        ],
        ZONE,
    )
    assert leap.next_opening(at("2026-12-01 09:00")) == at("2028-02-29 08:00")
