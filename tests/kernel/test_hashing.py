import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetypes.kernel.hashing import _write as written_slowly
from casetypes.kernel.hashing import canonical_json, sha256_hex

# RFC 8785, appendix B, and the edges of ECMAScript's Number::toString.
NUMBERS = {
    0.0: "0",
    5e-324: "5e-324",
    -5e-324: "-5e-324",
    1.7976931348623157e308: "1.7976931348623157e+308",
    9007199254740992.0: "9007199254740992",
    295147905179352830000.0: "295147905179352830000",
    9.999999999999997e22: "9.999999999999997e+22",
    1e23: "1e+23",
    1e21: "1e+21",
    999999999999999900000.0: "999999999999999900000",
    333333333.33333329: "333333333.3333333",
    1e-27: "1e-27",
    1e-7: "1e-7",
    0.000001: "0.000001",
    4.50: "4.5",
    2e-3: "0.002",
    -12.5: "-12.5",
    100.0: "100",
}

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=20,
)


def test_keys_are_sorted_and_nothing_is_padded():
    assert canonical_json({"b": [1, None, True], "a": "ñ"}) == '{"a":"ñ","b":[1,null,true]}'.encode()


def test_keys_are_sorted_by_utf_16_units_as_the_standard_says():
    assert canonical_json({"😀": 1, "ﬀ": 2}) == '{"😀":1,"ﬀ":2}'.encode()


@pytest.mark.parametrize(("number", "text"), NUMBERS.items())
def test_numbers_are_written_as_ecmascript_does(number, text):
    assert canonical_json(number).decode() == text


def test_moments_are_written_in_utc():
    monterrey = timezone(timedelta(hours=-6))
    assert canonical_json(datetime(2026, 12, 1, 9, tzinfo=monterrey)) == b'"2026-12-01T15:00:00Z"'
    assert canonical_json(datetime(2026, 12, 1, 9, 0, 0, 5, tzinfo=UTC)) == b'"2026-12-01T09:00:00.000005Z"'


def test_dates_decimals_and_identifiers_are_text():
    value = [date(2026, 12, 1), Decimal("12.50"), UUID(int=1)]
    assert canonical_json(value) == b'["2026-12-01","12.50","00000000-0000-0000-0000-000000000001"]'


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), datetime(2026, 1, 1), b"x", {1: 2}, object(), {"a", "b"}, "\ud800"]
)
def test_it_refuses_what_has_no_one_form(value):
    with pytest.raises((TypeError, ValueError)):
        canonical_json({"value": value} if not isinstance(value, dict) else value)


@given(PLAIN)
def test_reading_it_back_gives_the_value_and_the_same_bytes(value):
    written = canonical_json(value)
    assert json.loads(written) == value
    assert canonical_json(json.loads(written)) == written


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_float_loses_a_bit(number):
    assert float(canonical_json(number)) == number


def test_sha256_is_the_known_one():
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_minus_zero_is_zero():
    assert canonical_json(-0.0) == b"0"


_PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.datetimes(timezones=st.just(UTC))
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(_PLAIN)
def test_the_fast_way_of_writing_gives_the_same_text_as_the_slow_one(value):
    assert canonical_json(value) == written_slowly(value).encode()
