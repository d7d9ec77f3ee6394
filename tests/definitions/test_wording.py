"""What the loader and the linter say, in Spanish: every sentence they have, with its values."""

import copy
import re

import pytest
import yaml
from django.utils import translation

from casetypes.definitions.linter.pages import rule_pages
from casetypes.definitions.loader import load_text
from casetypes.definitions.problems import phrase
from casetypes.definitions.wording import in_words
from tests.definitions.examples import lint_example, lint_villa


@pytest.fixture
def spanish():
    with translation.override("es"):
        yield


def test_a_phrase_is_its_english_text_and_knows_how_it_was_made():
    made = phrase('no desk "%(desk)s"', desk="bacheos")
    assert made == 'no desk "bacheos"'
    assert copy.deepcopy(made).values == {"desk": "bacheos"}


def test_a_sentence_is_said_in_the_readers_language_with_its_parts(villa, spanish):
    [problem] = [one for one in lint_villa(villa, "desk: bacheos") if one.rule == "unknown-desk"]
    assert in_words(problem.message) == '"desk" nombra la mesa «bacheos»'
    assert in_words(problem.hint) == "¿Quiso decir «bacheo»?"
    with translation.override("en"):
        assert in_words(problem.message) == problem.message


def test_a_value_of_another_kind_is_told_in_spanish(spanish):
    problems = load_text("agora: 1\nkind: calendars\ncalendars: 3\n", "calendars.yaml").problems
    assert "calendars debe ser un conjunto de claves, no 3" in [in_words(one.message) for one in problems]


def test_the_commonest_slips_of_yaml_are_told_in_spanish(spanish):
    [problem] = load_text("\ttitle: x\n", "x.yaml").problems
    assert in_words(problem.hint) == "Esta línea está sangrada con tabulador; use espacios."


ENGLISH = re.compile(
    r"\b(the|is|not|has|have|must|with|without|this|that|of|and|or|write|which|nothing|add|name|names|goes|does|take|"
    r"there|its|from here|known|look|put|only|remove|would|never|cannot|belongs|uses|begins|ends|one|two|here)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(
    r"«[^»]*»|“[^”]*”|\"[^\"]*\"|`[^`]*`|\{[^}]*\}|\b\w+\([^)]*\)|[\w\[\]]+(\.[\w\[\]]+)+|\b[a-z_]+: \S+|: [\w, -]+\."
)


def english_remains(sentence: str) -> list[str]:
    """Words of English outside of what is quoted from a definition or stands for its keys."""
    return [found[0] for found in ENGLISH.finditer(QUOTED.sub(" ", sentence))]


@pytest.mark.parametrize(
    "page", [page for page in rule_pages().values() if page.speaker == "lint"], ids=lambda page: page.rule
)
def test_every_problem_of_every_bad_example_is_told_in_spanish(villa, spanish, page):
    problems = lint_example(villa, page, page.bad)
    assert problems
    for problem in problems:
        assert in_words(problem.message) != problem.message, problem
        assert english_remains(in_words(problem.message)) == [], problem
        assert in_words(problem.hint) != problem.hint or not problem.hint, problem
        assert english_remains(in_words(problem.hint)) == [], problem


EXPRESSIONS = [
    "form.tamanno > 1", "fomr.tamano > 1", "tamano > 1", "zzz", "form.tamano > 1.5", "form.tamano == '5'",
    "form.urgente and true", "form.urgente = true", "form.urgente == “x”", "form.tamano >", "form.tamano +* 2",
    "form.tamano == null", "form.tamano.x > 1", "largo(form.tamano) > 2", "form.tamano", "form.ancho_m > 1.0",
    "has(form)", "form.tamano ? true : false", "form.urgente ? 1 : 'a'", "99999999999999999999 > 1", "for",
    "[1, 2].exists(form.x, true)", "'a", "form['x']", "checklist.reparacio.complete", "now + 1 > now", "int",
    "(" * 40 + "true" + ")" * 40, "true" + " || true" * 400, "timestamp('mañana') > now", "[1]['a'] == 1", "@",
    "size(3) > 1", "-form.urgente", "now - now",
]  # fmt: skip


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_what_is_wrong_with_an_expression_is_told_in_spanish(villa, spanish, expression):
    overlay = yaml.safe_dump({"priority": [{"when": expression, "is": "high"}, {"is": "normal"}]})
    problems = [one for one in lint_villa(villa, overlay) if one.severity == "error"]
    assert problems
    for problem in problems:
        assert english_remains(in_words(problem.message)) == [], in_words(problem.message)
        assert in_words(problem.hint) != problem.hint or not problem.hint, problem
        assert english_remains(in_words(problem.hint)) == [], in_words(problem.hint)


SHAPES = {
    "city": [
        "time_zone: America/Monterey", "center: [250.5, -103.4]", "folio: VIL", "folio: 'vil-{random:8}'",
        "folio: 'V-{random:99}'", "languages: []", "address_form: vos", "departments: null", "zoom: 30",
    ],
    "calendars": [
        "calendars: {oficina: {hours: {lun: ['08:00-15:00']}}}",
        "calendars: {oficina: {hours: {mon: ['15:00-08:00']}}}",
        "calendars: {oficina: {hours: {mon-fri: [], mon: []}}}", "calendars: {oficina: {hours: {mon: ['8-15']}}}",
        "calendars: {oficina: {closed: [{date: '2026-13-25', name: {es: x, en: x}}]}}",
        "calendars: {oficina: {closed: [{name: {es: x, en: x}}]}}",
    ],
    "service": [
        "clocks: {a: {calendar: oficina, runs_in: [recibido], budget: 5 workin days}}",
        "clocks: {a: {calendar: oficina, runs_in: [recibido], budget: 5 working weeks}}",
        "form: {problema: {fields: {in: {type: text, label: {es: x, en: x}}}}}",
        "form: {problema: {fields: {'Tamaño cm': {type: text, label: {es: x, en: x}}}}}",
        "form: {problema: {fields: {a: {type: text, pattern: '[a', label: {es: x, en: x}}}}}",
        "on_open: {do: [{avisa: x}]}", "on_open: {do: [recibido]}", "states: {recibido: {public: recibido}}",
        "priority: alta", "title: Bache", "location: maybe", "steward: 3", "transitions: {cerrar: {from: []}}",
    ],
    "import": ["service: {map: {a: bache}}", "service: {column: a, map: {b: {c: bache}}}", "location: [a, b, c]"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "overlay"), [(kind, each) for kind, found in SHAPES.items() for each in found]
)
def test_what_does_not_fit_the_language_is_told_in_spanish(villa, spanish, kind, overlay):
    problems = [one for one in lint_villa(villa, overlay, kind) if one.severity == "error"]
    assert problems
    for problem in problems:
        told = in_words(problem.message)
        assert told != problem.message, problem
        assert english_remains(told) + english_remains(in_words(problem.hint)) == [], (
            told,
            in_words(problem.hint),
        )


def test_a_text_of_another_origin_stays_as_it_is(spanish):
    assert (
        in_words("found character that cannot start any token")
        == "found character that cannot start any token"
    )
