from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from time import perf_counter
from uuid import UUID

import pytest

from casetypes.kernel import clock
from casetypes.kernel.expressions import ExpressionRefused, compile, references
from casetypes.kernel.expressions import running as running_module

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


class Via(StrEnum):
    AVENUE = "avenida"


def value(text, **roots):
    return compile(text).value(roots)


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("form.n > 10", {"n": 15}, True),
        ("form.precio > 5.0", {"precio": Decimal("5.10")}, True),
        ("form.precio > 5.0", {"precio": 6}, True),
        ("form.via == 'avenida'", {"via": Via.AVENUE}, True),
        ("form.via.size()", {"via": "ñandú 😀"}, 7),
        ("form.fecha.getFullYear()", {"fecha": date(2026, 12, 1)}, 2026),
        ("form.fecha", {"fecha": date(2026, 12, 1)}, datetime(2026, 12, 1, tzinfo=UTC)),
        ("form.hora < '09:30'", {"hora": time(9, 5)}, True),
        ("form.plazo > duration('1h')", {"plazo": timedelta(hours=2)}, True),
        ("form.personas.exists(p, p.edad > 17)", {"personas": [{"edad": 3}, {"edad": 18}]}, True),
        ("'b' in form.zonas", {"zonas": ("a", "b")}, True),
        ("form.zonas.size()", {"zonas": {"a", "b"}}, 2),
        ("form.id", {"id": UUID(int=1)}, "00000000-0000-0000-0000-000000000001"),
        ("has(form.nada)", {"nada": None}, False),
        ("form.zonas", {"zonas": ["a", None]}, ["a"]),
        ("form.n > 1 ? 'alta' : 'normal'", {"n": 2}, "alta"),
    ],
)
def test_it_works_on_the_values_of_a_case(text, form, expected):
    assert value(text, form=form) == expected


def test_now_is_the_clock_of_the_kernel_or_what_the_caller_says():
    with clock.at(NOON):
        assert value("now") == NOON
    assert value("now", now=NOON + timedelta(1)) == NOON + timedelta(1)


def test_what_nobody_wrote_yet_is_no_evidence_and_no_complete_checklist():
    assert value("evidence.despues") == 0
    assert value("evidence.despues >= 1", evidence={"despues": 2}) is True
    assert value("checklist.reparacion.complete") is False
    assert value("clock.solucion.overdue", clock={"otro": {"overdue": True}}) is False


def test_the_values_of_the_caller_are_left_as_they_were():
    evidence, checklist = {"antes": 1}, {"a": {"complete": True}}
    value("evidence.despues + evidence.antes", evidence=evidence)
    value("checklist.b.complete || checklist.a.complete", checklist=checklist)
    assert (evidence, checklist) == ({"antes": 1}, {"a": {"complete": True}})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("form.nada > 3", "Key not found"),
        ("1 / 0 > 3", "divide by zero"),
        ("form.n + 9223372036854775807 > 0", "overflow"),
        ("form.via > 3", "overload"),
        ("form.n ? true : false", "overload"),
        ("form.via.matches('(')", "regular expression"),
    ],
)
def test_an_error_refuses_and_is_never_read_as_false(text, words):
    with pytest.raises(ExpressionRefused) as refused:
        compile(text).holds({"form": {"n": 1, "via": "calle"}})
    assert refused.value.extra["expression"] == text
    assert words in refused.value.detail
    assert refused.value.status == 422


def test_only_true_and_false_hold():
    assert compile("1 == 1").holds({}) is True
    assert compile("1 == 2").holds({}) is False
    for text in ("1", "'true'", "null"):
        with pytest.raises(ExpressionRefused) as refused:
            compile(text).holds({})
        assert refused.value.message


@pytest.mark.parametrize("text", ["form.", "nobody.knows", "", "(" * 40 + "1" + ")" * 40])
def test_what_cannot_run_is_refused_when_it_is_compiled(text):
    with pytest.raises(ExpressionRefused):
        compile(text)


def test_a_bomb_is_stopped_at_once():
    numbers = "[" + ",".join("1" * 100) + "]"
    bomb = f"{numbers}.all(a, {numbers}.all(b, {numbers}.all(c, {numbers}.all(d, a + b + c + d > 0))))"
    started = perf_counter()
    with pytest.raises(ExpressionRefused) as refused:
        compile(bomb).value({})
    assert "budget" in refused.value.detail
    assert perf_counter() - started < 5


def test_a_pattern_that_would_explode_elsewhere_is_harmless():
    started = perf_counter()
    assert value("form.t.matches('^(a+)+$')", form={"t": "a" * 5000 + "b"}) is False
    assert perf_counter() - started < 5


@pytest.mark.parametrize("wrong", [b"x", object(), datetime(2026, 12, 1)])
def test_a_value_without_meaning_is_the_callers_mistake(wrong):
    with pytest.raises(TypeError):
        value("form.x", form={"x": wrong})


def test_it_answers_right_in_many_threads():
    program = compile("form.n * 2")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: program.value({"form": {"n": n}}), range(2000)))
    assert answers == [n * 2 for n in range(2000)]


def test_a_program_is_compiled_once():
    assert compile("form.n > 77") is compile("form.n > 77")


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("form.via == 'a' && has(calc.severidad)", {("form", "via"), ("calc", "severidad")}),
        ("form['via'] == 'a'", {("form", "via")}),
        ("form.lugar.lat > 1.0", {("form", "lugar", "lat")}),
        (
            "form.personas.exists(p, p.edad > form.n)",
            {("form", "personas"), ("form", "personas", "edad"), ("form", "n")},
        ),
        ("form.zonas[0] == 'a'", {("form", "zonas")}),
        ("form.via.startsWith(input.a)", {("form", "via"), ("input", "a")}),
        ("[form.a, {'k': form.b}['k']].size() > 0", {("form", "a"), ("form", "b")}),
        ("size(actor.role) > 0 || now > now", {("actor", "role"), ("now",)}),
        ("form && && broken", set()),
        ("1 + 1", set()),
    ],
)
def test_it_knows_what_an_expression_reads(text, paths):
    assert references(text) == paths


def test_every_root_of_the_language_can_be_used():
    for root in running_module.ROOTS:
        assert value(f"has({root}.x)", **{root: {"x": 1}}) is True
