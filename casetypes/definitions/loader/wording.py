"""A validator's error in words that a data steward knows."""

from typing import Any

from casetypes.definitions.problems import did_you_mean

_EXPECTED = {
    "string_type": ("must be text", "Put it in quotes."),
    "bool_type": ("must be true or false", "Write true or false; yes, no, on and off are texts here."),
    "bool_parsing": ("must be true or false", "Write true or false."),
    "int_type": ("must be a whole number", "Write it without quotes."),
    "int_parsing": ("must be a whole number", "Write it without quotes."),
    "int_from_float": ("must be a whole number", ""),
    "float_type": ("must be a number", "Write it without quotes."),
    "decimal_type": ("must be a number", "Write it without quotes."),
    "list_type": ("must be a list", "Write it in brackets: [one, two]."),
    "tuple_type": ("must be a list", "Write it in brackets: [one, two]."),
    "dict_type": ("must be a mapping of keys", "Write it in braces: {key: value}."),
    "model_type": ("must be a mapping of keys", "Write it in braces: {key: value}."),
    "model_attributes_type": ("must be a mapping of keys", "Write it in braces: {key: value}."),
    "string_too_short": ("must not be empty", ""),
    "date_type": ("must be a date", "Write it as 2026-12-31."),
    "date_parsing": ("must be a date", "Write it as 2026-12-31."),
    "date_from_datetime_parsing": ("must be a date", "Write it as 2026-12-31."),
}

_PATTERNS = {
    "working": (
        "must be a span of time",
        'Write for example "5 working days", "8 working hours" or "90 minutes".',
    ),
    r"@\d+": ("must name a fragment and its version", 'Write for example "ubicacion@1".'),
    "%$": ("must be a percentage", 'Write for example "75%".'),
    "%|": ("must be an amount with its unit", 'Write for example "85%", "8 hours" or "300 MXN".'),
    "(m|km)": ("must be a distance", 'Write for example "150 m" or "2 km".'),
    "(@[a-z]": ("must be a role", 'Write for example control_desk or "control_desk@alumbrado".'),
    "^[a-z][a-z0-9_]*$": (
        "must be a key",
        "A key has lower-case letters, digits and _, and begins with a letter.",
    ),
    "^[a-z][a-z0-9-]*$": (
        "must be a key",
        "This key has lower-case letters, digits and -, and begins with a letter.",
    ),
    "^[A-Za-z]": ("must be a key", "This key has letters, digits, _ and -, and begins with a letter."),
    "^[a-z]{2}$": ("must be a language of two letters", "Write for example es or en."),
    r"^\d\d:\d\d-": ("must be opening hours", 'Write for example "08:00-15:00".'),
    r"^\d\d-\d\d$": ("must be a month and a day", 'Write for example "05-01" for the first of May.'),
    r"\d\d:\d\d$": ("must be a date with a time", "Write for example 2026-12-01 09:00."),
    "per (day": ("must be a capacity", 'Write for example "6 per day".'),
    "^from": ("must say from which version", 'Write for example "from 2".'),
}


def expectation(error: Any) -> tuple[str, str]:
    """("must be a whole number", "Write it without quotes.") for an error of the validator."""
    what, context = error["type"], error.get("ctx", {})
    if what in _EXPECTED:
        return _EXPECTED[what]
    if what == "string_pattern_mismatch":
        return _pattern(context["pattern"])
    if what == "literal_error":
        return f"must be {context['expected']}", _nearest(error, context["expected"])
    if what in {"greater_than_equal", "less_than_equal", "greater_than", "less_than"}:
        limit = next(iter(context.values()))
        return f"must be {'at least' if what.startswith('greater') else 'at most'} {limit}", ""
    if what in {"too_short", "too_long"}:
        count = context.get("min_length", context.get("max_length"))
        return f"must have {'at least' if what == 'too_short' else 'at most'} {count} entries", ""
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"is not accepted ({message[:1].lower()}{message[1:]})", ""


def _pattern(pattern: str) -> tuple[str, str]:
    found = next((words for part, words in _PATTERNS.items() if part in pattern), None)
    return found or ("is not written as expected", "")


def _nearest(error: Any, expected: str) -> str:
    words = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
    found = did_you_mean(str(error.get("input", "")), words)
    return found if found.startswith("Did") else ""
