"""Which texts an expression compares values with, and which texts it can give."""

import pytest

from casetypes.kernel.expressions import compared, outcomes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('form.via == "calle"', [(13, "form.via", "calle")]),
        ('"calle" != form.via', [(1, "form.via", "calle")]),
        ('form.via in ["calle", "avenida"]', [(14, "form.via", "calle"), (23, "form.via", "avenida")]),
        ('"agua" in form.redes', [(1, "form.redes.*", "agua")]),
        ('form.muebles.exists(m, m.tipo == "sofa")', [(34, "form.muebles.*.tipo", "sofa")]),
        ('has(form.via) && !(form.via == "calle") ? 1 > 2 : calc.a == "b"',
         [(32, "form.via", "calle"), (61, "calc.a", "b")]),
        ("form.a == form.b", []),
        ("form.via ==", []),
    ],
)  # fmt: skip
def test_the_texts_a_value_is_compared_with_are_found_with_their_column(text, found):
    assert [(one.column, ".".join(one.path), one.text) for one in compared(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"alta"', {"alta"}),
        ('form.x > 1 ? "alta" : form.y ? "media" : "baja"', {"alta", "media", "baja"}),
        ('form.x > 1 ? "alta" : form.nombre', set()),
        ("form.x >", set()),
    ],
)
def test_what_an_expression_can_give_is_known_when_all_of_it_stands_there(text, found):
    assert outcomes(text) == found
