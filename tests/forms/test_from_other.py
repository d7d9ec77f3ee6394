"""An answer of one field type taken over by another: whole, or not at all."""

from typing import Any

import pytest

from casetypes.kernel.registry import field_types


def taken(value: Any, old: dict[str, Any], new: dict[str, Any]) -> Any:
    before, after = field_types.get(old["type"]), field_types.get(new["type"])
    options = before.Options.model_validate(old), after.Options.model_validate(new)
    return after.from_other(value, *options)


CHOICE = {"type": "choice", "options": {"x": {"es": "X"}, "y": {"es": "Y"}}}
CHOICES = CHOICE | {"type": "choices"}
ONLY_X = {"options": {"x": {"es": "X"}}}


@pytest.mark.parametrize(
    ("value", "old", "new", "expected"),
    [
        (7, {"type": "integer"}, {"type": "decimal"}, 7.0),
        (7, {"type": "integer"}, {"type": "text"}, "7"),
        (7.0, {"type": "decimal"}, {"type": "integer"}, 7),
        (7.5, {"type": "decimal"}, {"type": "integer"}, None),
        (7.5, {"type": "money"}, {"type": "decimal"}, 7.5),
        ("hola", {"type": "text"}, {"type": "long_text"}, "hola"),
        ("hola", {"type": "long_text"}, {"type": "text"}, "hola"),
        ("una\ndos", {"type": "long_text"}, {"type": "text", "max": 3}, None),
        ("27000", {"type": "text"}, {"type": "postal_code"}, "27000"),
        ("no es", {"type": "text"}, {"type": "postal_code"}, None),
        ("ana@example.org", {"type": "text"}, {"type": "email"}, "ana@example.org"),
        ("2026-12-01", {"type": "text"}, {"type": "date"}, "2026-12-01"),
        ("mañana", {"type": "text"}, {"type": "date"}, None),
        ("x", CHOICE, CHOICES, ["x"]),
        (["x"], CHOICES, CHOICE, "x"),
        (["x", "y"], CHOICES, CHOICE, None),
        ("y", CHOICE, CHOICE | ONLY_X, None),
        ("x", CHOICE, CHOICE | ONLY_X, "x"),
        (["x", "y"], CHOICES, CHOICES | ONLY_X, None),
        ("x", {"type": "text"}, CHOICE, "x"),
        ("z", {"type": "text"}, CHOICE, None),
        (True, {"type": "boolean"}, {"type": "integer"}, None),
        (200, {"type": "integer"}, {"type": "integer", "max": 100}, 200),
        ("sí", {"type": "text"}, {"type": "boolean"}, None),
    ],
)
def test_an_answer_is_taken_over_whole_or_not_at_all(value, old, new, expected):
    found = taken(value, old, new)
    assert found == expected
    assert type(found) is type(expected)


def test_a_group_is_taken_over_row_by_row():
    old = {"type": "group", "fields": {"n": {"type": "integer"}, "t": {"type": "text"}}}
    new = {"type": "group", "fields": {"n": {"type": "decimal"}, "t": {"type": "text"}}}
    assert taken([{"n": 1, "t": "a"}, {"t": "b"}], old, new) == [{"n": 1.0, "t": "a"}, {"t": "b"}]
    assert taken([{"n": 1}], old, {"type": "group", "fields": {"t": {"type": "text"}}}) is None
