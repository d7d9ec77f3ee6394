"""A validator's error in words that a data steward knows."""

import json
from typing import Any

from casetypes.definitions.problems import did_you_mean, phrase

_EXPECTED = {
    "string_type": (phrase("must be text"), phrase("Put it in quotes.")),
    "bool_type": (
        phrase("must be true or false"),
        phrase("Write true or false; yes, no, on and off are texts here."),
    ),
    "bool_parsing": (phrase("must be true or false"), phrase("Write true or false.")),
    "int_type": (phrase("must be a whole number"), phrase("Write it without quotes.")),
    "int_parsing": (phrase("must be a whole number"), phrase("Write it without quotes.")),
    "int_from_float": (phrase("must be a whole number"), ""),
    "float_type": (phrase("must be a number"), phrase("Write it without quotes.")),
    "decimal_type": (phrase("must be a number"), phrase("Write it without quotes.")),
    "list_type": (phrase("must be a list"), phrase("Write it in brackets: [one, two].")),
    "tuple_type": (phrase("must be a list"), phrase("Write it in brackets: [one, two].")),
    "dict_type": (phrase("must be a mapping of keys"), phrase("Write it in braces: {key: value}.")),
    "model_type": (phrase("must be a mapping of keys"), phrase("Write it in braces: {key: value}.")),
    "model_attributes_type": (
        phrase("must be a mapping of keys"),
        phrase("Write it in braces: {key: value}."),
    ),
    "string_too_short": (phrase("must not be empty"), ""),
    "date_type": (phrase("must be a date"), phrase("Write it as 2026-12-31.")),
    "date_parsing": (phrase("must be a date"), phrase("Write it as 2026-12-31.")),
    "date_from_datetime_parsing": (phrase("must be a date"), phrase("Write it as 2026-12-31.")),
}

_PATTERNS = {
    "working": (
        phrase("must be a span of time"),
        phrase('Write for example "5 working days", "8 working hours" or "90 minutes".'),
    ),
    r"@\d+": (phrase("must name a fragment and its version"), phrase('Write for example "ubicacion@1".')),
    "%$": (phrase("must be a percentage"), phrase('Write for example "75%".')),
    "%|": (
        phrase("must be an amount with its unit"),
        phrase('Write for example "85%", "8 hours" or "300 MXN".'),
    ),
    "(m|km)": (phrase("must be a distance"), phrase('Write for example "150 m" or "2 km".')),
    "(@[a-z]": (
        phrase("must be a role"),
        phrase('Write for example control_desk or "control_desk@alumbrado".'),
    ),
    "^[a-z][a-z0-9_]*$": (
        phrase("must be a key"),
        phrase("A key has lower-case letters, digits and _, and begins with a letter."),
    ),
    "^[a-z][a-z0-9-]*$": (
        phrase("must be a key"),
        phrase("This key has lower-case letters, digits and -, and begins with a letter."),
    ),
    "^[A-Za-z]": (
        phrase("must be a key"),
        phrase("This key has letters, digits, _ and -, and begins with a letter."),
    ),
    "^[a-z]{2}$": (phrase("must be a language of two letters"), phrase("Write for example es or en.")),
    r"^\d\d:\d\d-": (phrase("must be opening hours"), phrase('Write for example "08:00-15:00".')),
    r"^\d\d-\d\d$": (
        phrase("must be a month and a day"),
        phrase('Write for example "05-01" for the first of May.'),
    ),
    r"\d\d:\d\d$": (phrase("must be a date with a time"), phrase("Write for example 2026-12-01 09:00.")),
    "per (day": (phrase("must be a capacity"), phrase('Write for example "6 per day".')),
    "^from": (phrase("must say from which version"), phrase('Write for example "from 2".')),
}


def expectation(error: Any) -> tuple[str, str]:
    """("must be a whole number", "Write it without quotes.") for an error of the validator."""
    what, context = error["type"], error.get("ctx", {})
    if what in _EXPECTED:
        return _EXPECTED[what]
    if what == "string_pattern_mismatch":
        return _pattern(context["pattern"])
    if what == "literal_error":
        words = words_allowed(context["expected"])
        return phrase("must be one of %(words)s", words=", ".join(words)), _nearest(error, words)
    if what in {"greater_than_equal", "less_than_equal", "greater_than", "less_than"}:
        limit = next(iter(context.values()))
        template = "must be at least %(limit)s" if what.startswith("greater") else "must be at most %(limit)s"
        return phrase(template, limit=limit), ""
    if what == "string_too_long":
        return phrase("must have at most %(count)s characters", count=context["max_length"]), ""
    if what in {"too_short", "too_long"}:
        count = context.get("min_length", context.get("max_length"))
        short = what == "too_short"
        template = "must have at least %(count)s entries" if short else "must have at most %(count)s entries"
        return phrase(template, count=count), ""
    return phrase("is not accepted (%(message)s)", message=reason(error)), ""


def reason(error: Any) -> str:
    """What a check of our own said against a value; the validator's own words where it was none of ours."""
    raised = error.get("ctx", {}).get("error")
    if isinstance(raised, ValueError) and raised.args:
        return raised.args[0] if isinstance(raised.args[0], str) else str(raised)
    message = str(error["msg"])
    return f"{message[:1].lower()}{message[1:]}"


def shown(value: Any) -> str:
    """A value as a problem repeats it: in one line, cut off where it is long."""
    if isinstance(value, dict):
        return phrase("a mapping")
    if isinstance(value, list):
        return phrase("a list")
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _pattern(pattern: str) -> tuple[str, str]:
    found = next((words for part, words in _PATTERNS.items() if part in pattern), None)
    return found or (phrase("is not written as expected"), "")


def words_allowed(expected: str) -> list[str]:
    """`'low', 'normal' or 'high'` as words."""
    return [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]


def _nearest(error: Any, words: list[str]) -> str:
    found = did_you_mean(str(error.get("input", "")), words)
    return found if found.startswith("Did") else ""
