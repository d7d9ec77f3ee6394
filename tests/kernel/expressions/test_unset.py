"""The rule expression-unset: an optional value is read only where something makes sure that it is set."""

import pytest

from casetypes.kernel.expressions import CelType, check, many, optional

TYPES = {
    "form": {
        "a": CelType.BOOL,
        "x": optional(CelType.INT),
        "y": optional(CelType.INT),
        "lugar": optional({"lat": CelType.DOUBLE, "alt": optional(CelType.DOUBLE)}),
        "personas": many({"edad": optional(CelType.INT)}),
    }
}


def unset(text):
    return [problem.column for problem in check(text, TYPES) if problem.rule == "expression-unset"]


@pytest.mark.parametrize(
    "text",
    [
        "has(form.x)",
        "has(form.x) && form.x > 1",
        "form.x > 1 && has(form.x)",
        "form.a && has(form.x) && form.x > 1",
        "!has(form.x) || form.x > 1",
        "form.x > 1 || !has(form.x)",
        "has(form.x) ? form.x > 1 : false",
        "!has(form.x) ? false : form.x > 1",
        "(has(form.x) && has(form.y)) && form.x > form.y",
        "!(has(form.x) && form.a) || form.x > 1",
        "has(form.x) && (form.a || form.x > 1)",
        "(has(form.x) && form.a || has(form.x) && !form.a) && form.x > 1",
        "has(form.lugar) && form.lugar.lat > 1.0",
        "has(form.lugar) && has(form.lugar.alt) && form.lugar.alt > 1.0",
        "form.personas.exists(p, has(p.edad) && p.edad > 3)",
        "has(form.x) && [1, 2].exists(n, n == form.x)",
    ],
)
def test_a_guarded_read_is_fine(text):
    assert unset(text) == []


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("form.x > 1", [6]),
        ("has(form.y) && form.x > 1", [21]),
        ("has(form.x) || form.x > 1", [21]),
        ("has(form.x) ? true : form.x > 1", [27]),
        ("!has(form.x) && form.x > 1", [22]),
        ("(has(form.x) || form.a) && form.x > 1", [33]),
        ("!(has(form.x) && form.a) && form.x > 1", [34]),
        ("form.x > form.y", [6, 15]),
        ("has(form.lugar.lat)", [10]),
        ("form.lugar.lat > 1.0", [6]),
        ("has(form.lugar) && form.lugar.alt > 1.0", [31]),
        ("form.personas.exists(p, p.edad > 3)", [27]),
        ("form.personas[0].edad > 3", [18]),
        ("[1, 2].exists(n, n == form.x)", [28]),
        ("form.x > 1 ? form.a : form.a", [6]),
    ],
)
def test_an_unguarded_read_is_pointed_at(text, columns):
    assert unset(text) == columns


def test_it_says_what_to_write():
    (problem,) = check("form.x > 1", TYPES)
    assert problem.message == "form.x may not be set"
    assert problem.hint == "Write has(form.x) && … before it."
