import pytest

from casetypes.kernel.business_time import Span, SpanError, SpanKind


@pytest.mark.parametrize(
    ("text", "kind", "minutes"),
    [
        ("8 working hours", SpanKind.WORKING_TIME, 480),
        ("5 working days", SpanKind.WORKING_DAYS, 7200),
        ("90 minutes", SpanKind.ELAPSED, 90),
        ("15 days", SpanKind.CALENDAR_DAYS, 21600),
        ("2 years", SpanKind.MONTHS, 1051200),
        ("1 working day", SpanKind.WORKING_DAYS, 1440),
        ("3 weeks", SpanKind.CALENDAR_DAYS, 30240),
    ],
)
def test_it_reads_what_stewards_write_and_writes_it_back(text, kind, minutes):
    span = Span.parse(text)
    assert (span.kind, span.minutes, str(span)) == (kind, minutes, text)


def test_business_means_working():
    assert Span.parse("5 business days") == Span.parse("5 working days")


def test_days_and_months_are_known_apart():
    assert (Span.parse("2 weeks").days, Span.parse("2 weeks").months) == (14, 0)
    assert (Span.parse("2 years").days, Span.parse("2 years").months) == (0, 24)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("8 workin hours", "Write it like: 8 working hours"),
        ("eight hours", "Write it like"),
        ("5 working weeks", "not defined"),
        ("2 working years", "not defined"),
        ("5 dayz", 'Did you mean "days"'),
        ("3 lustros", "not a unit of time"),
        ("101 years", "longer than a century"),
        ("-1 days", "not a length of time"),
        ("", "not a length of time"),
    ],
)
def test_what_is_no_span_says_how_one_is_written(text, words):
    with pytest.raises(SpanError, match=words):
        Span.parse(text)
