"""Each problem in the words that a data steward reads."""

import pytest

from casetypes.kernel.expressions import CelType, Slot, check, many, optional, result_type

TYPES = {
    "form": {
        "profundidad_cm": CelType.INT,
        "via": CelType.STRING,
        "lesionados": CelType.BOOL,
        "precio": CelType.DOUBLE,
        "desde": CelType.TIMESTAMP,
        "fecha": optional(CelType.TIMESTAMP),
        "etiquetas": many(CelType.STRING),
        "personas": many({"edad": optional(CelType.INT), "nombre": CelType.STRING}),
        "lugar": optional({"lat": CelType.DOUBLE}),
        "libre": CelType.DYN,
        "a_b": CelType.INT,
        "a__b": CelType.INT,
        "string": CelType.INT,
    },
    "calc": {"severidad": CelType.STRING},
    "checklist": {"reparacion": {"complete": CelType.BOOL}},
    "evidence": {"despues": CelType.INT},
}


def problems(text, expects=CelType.BOOL):
    return [(problem.column, problem.rule) for problem in check(text, TYPES, expects)]


@pytest.mark.parametrize(
    "text",
    [
        "form.profundidad_cm > 10 && form.via == 'avenida'",
        "form.precio > 5.0",
        "form.desde < now - duration('24h')",
        "checklist.reparacion.complete",
        "evidence.despues >= 1",
        "'bache' in form.etiquetas",
        "form.etiquetas.exists(e, e.startsWith('b'))",
        "form.personas.all(p, p.nombre != '')",
        "form.libre == 3",
        "form.a_b + form.a__b + form.string > 0",
        "double(form.profundidad_cm) > form.precio",
        "form.via.matches('^a+$')",
    ],
)
def test_what_is_right_has_no_problem(text):
    assert check(text, TYPES, CelType.BOOL) == []


@pytest.mark.parametrize(
    ("text", "column", "rule", "message", "hint"),
    [
        ("form.viaa == 'x'", 6, "unknown-field", 'form has no "viaa"', "did you mean form.via?"),
        ("form.xyz == 'x'", 6, "unknown-field", 'form has no "xyz"', "form has: profundidad_cm"),
        ("fomr.via == 'x'", 1, "unknown-field", '"fomr" is not known', "did you mean form.via?"),
        ("via == 'x'", 1, "unknown-field", '"via" is not known on its own', "write form.via"),
        ("zzz", 1, "unknown-field", '"zzz" is not known', "known are: form"),
        ("checklist.reparcion.complete", 11, "unknown-checklist", "reparcion", "checklist.reparacion"),
        ("form.precio > 5", 13, "expression-type", "a decimal number and a whole number", "write 5.0"),
        ("form.profundidad_cm == '5'", 21, "expression-type", '"==" does not work', "without quotes"),
        ("form.lesionados == 'true'", 17, "expression-type", "a yes or no and a text", "without quotes"),
        ("form.desde > '2026-01-01'", 12, "expression-type", "a date and a text", "timestamp("),
        ("form.via == null", 10, "expression-type", "null", "has(form.field)"),
        ("form.via.largo > 2", 9, "expression-type", "a text has no fields of its own", ""),
        ("largo(form.via) > 2", 1, "expression-type", 'no function "largo"', "size"),
        ("form.lesionados ? 1 : 'a'", 17, "expression-type", "must be of one type", ""),
        ("form.via ? true : false", 10, "expression-type", 'before "?" stands a yes or no', ""),
        ("form['via'] == 'x'", 5, "expression-type", "no numbered or named parts", ""),
        ("form.via", 1, "expression-type", "must give a yes or no, but it gives a text", "compare"),
        ("form.lesionados and true", 17, "expression-syntax", '"and" is not a sign', 'write "&&"'),
        ("form.lesionados o true", 17, "expression-syntax", '"o" is not a sign', 'write "||"'),
        ("not form.lesionados", 1, "expression-syntax", '"not" is not a sign', 'write "!"'),
        ("form.a_b = 3", 10, "expression-syntax", 'one "=" does not compare', '"=="'),
        ("form.via == “x”", 13, "expression-syntax", "curly quotes", "straight"),
        ("form.a_b >", 11, "expression-syntax", "ends too early", ""),
        ("form.a_b +* 2", 11, "expression-syntax", '"*" does not fit here', "missing"),
        ("true\n&& true", 1, "expression-syntax", "on one line", ""),
        ("  ", 1, "expression-syntax", "is empty", ""),
        ("1 +" * 800 + "1 > 0", 1, "expression-syntax", "longer than 2000", ""),
        ("(" * 40 + "true" + ")" * 40, 1, "expression-syntax", "nested too deeply", "calc"),
    ],
)
def test_what_is_wrong_is_named_where_it_is_with_what_to_do(text, column, rule, message, hint):
    found = check(text, TYPES, CelType.BOOL)[0]
    assert (found.column, found.rule) == (column, rule)
    assert message in found.message
    assert hint.casefold() in found.hint.casefold()


def test_columns_count_characters_not_bytes():
    assert problems("'ñandú 😀' == form.vía || form.viaa == ''")[0][1] == "expression-syntax"
    assert problems("'ñandú 😀' == form.viaa") == [(19, "unknown-field")]


def test_all_problems_come_in_one_pass():
    assert problems("form.uno == form.dos") == [(6, "unknown-field"), (18, "unknown-field")]


def test_what_only_follows_from_an_error_is_left_out():
    assert problems("form.uno.dos.tres > 3 + form.uno") == [(6, "unknown-field"), (30, "unknown-field")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("form.a_b + 1", CelType.INT),
        ("form.precio * 2.0", CelType.DOUBLE),
        ("form.lesionados ? 'alta' : 'normal'", CelType.STRING),
        ("now", CelType.TIMESTAMP),
        ("now - form.desde", CelType.DURATION),
        ("form.etiquetas", CelType.LIST),
        ("form.personas[0]", CelType.MESSAGE),
        ("{'a': 1}", CelType.MAP),
        ("null", CelType.NULL),
        ("form.libre", CelType.DYN),
        ("form.", None),
        ("form.viaa", None),
        ("", None),
    ],
)
def test_the_type_of_the_answer_is_known_before_it_runs(text, expected):
    assert result_type(text, TYPES) is expected


def test_any_type_is_fine_where_none_is_expected():
    assert check("form.via", TYPES) == []
    assert check("form.libre", TYPES, CelType.BOOL) == []


def test_a_root_may_be_a_plain_value_or_a_list():
    types = {
        "total": CelType.DOUBLE,
        "zonas": many(CelType.STRING),
        "filas": Slot({"n": CelType.INT}, many=True),
    }
    assert check("total > 1.0 && zonas.size() > 0 && filas[0].n > 0", types, CelType.BOOL) == []


@pytest.mark.parametrize(
    ("text", "column", "hint"),
    [
        ("timestamp('mañana') > now", 11, "2026-01-31"),
        ("now - timestamp('2026-01-31T00:00:00Z') > duration('dos días')", 52, "36h"),
        ("form.via.matches('(')", 18, "not a regular expression"),
        ("int('doce') > 1", 5, "a number"),
    ],
)
def test_a_text_that_its_function_can_never_read_is_found_before_a_case_stops_at_it(text, column, hint):
    [found] = check(text, TYPES, CelType.BOOL)
    assert (found.column, found.rule) == (column, "expression-type")
    assert hint in found.hint


def test_texts_that_can_be_read_are_left_alone():
    text = "timestamp('2026-01-31T00:00:00Z') < now && duration('36h') > duration('0s') && int('12') > 1"
    assert check(text, TYPES, CelType.BOOL) == []


@pytest.mark.parametrize("text", ["int", "string", "b'a'"])
def test_the_name_of_a_type_is_no_yes_or_no(text):
    assert problems(text) == [(1, "expression-type")]
