"""`sum`, the function that the language adds to CEL, as it is checked and as it runs."""

import pytest

from casetypes.kernel.expressions import CelType, check, compile, many, result_type

TYPES = {"form": {"muebles": many({"piezas": CelType.INT, "kilos": CelType.DOUBLE, "clase": CelType.STRING})}}


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("sum(form.muebles.map(m, m.piezas))", CelType.INT, 5),
        ("sum(form.muebles.map(m, m.kilos))", CelType.DOUBLE, 42.5),
        ("sum(form.muebles.map(m, m.kilos * double(m.piezas)))", CelType.DOUBLE, 117.5),
        ('sum(form.muebles.filter(m, m.clase == "cama").map(m, m.piezas))', CelType.INT, 0),
    ],
)
def test_a_list_is_added_up_in_its_own_kind(text, kind, expected):
    muebles = [{"piezas": 2, "kilos": 10.0, "clase": "silla"}, {"piezas": 3, "kilos": 32.5, "clase": "mesa"}]
    assert check(text, TYPES) == []
    assert result_type(text, TYPES) is kind
    assert compile(text).value({"form": {"muebles": muebles}}) == expected


def test_words_are_not_added_up():
    [problem] = check("sum(form.muebles.map(m, m.clase)) > 1", TYPES)
    assert problem.rule == "expression-type"
