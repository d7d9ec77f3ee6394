"""Linting a city: everything in one pass, each problem at its place, nothing that only follows from another."""

import pytest
import yaml
from django.utils import translation

from casetypes.definitions.linter import lint_city, lint_file
from casetypes.definitions.linter.rules import promise_mismatch
from casetypes.definitions.loader import load_city, load_path, load_text
from casetypes.definitions.wording import told
from tests.definitions.examples import VILLA, lint_villa, said

MISTAKES = {
    "category: vialidades": "categoria: vialidades",
    "min: 1,": 'min: "1",',
    "max: 200": "maxi: 200",
    "type: decimal": "type: decimel",
    "'¿Es urgente?', en: 'Is it urgent?'}": "'¿Es urgente?', en: 'Is it urgent?', en: 'Urgent?'}",
    "[{is: normal}]": "[{when: form.urgnte, is: high}, {is: normal}]",
    "public: declined, final": "public: resolved, final",
    "from: [recibido], to: improcedente": "from: [recibido], to: improcedent",
    "open_in: [recibido]": "open_in: [recibidos]",
    "checklist.reparacion.complete,": "checklist.reparacion.complete and true,",
}


def make_ten_mistakes(villa):
    service = villa / "services" / "bache.yaml"
    text = service.read_text("utf-8")
    for right, wrong in MISTAKES.items():
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    service.write_text(text, "utf-8")


def test_ten_mistakes_are_ten_problems_with_their_places(villa):
    make_ten_mistakes(villa)
    assert [str(problem) for problem in lint_city(load_city(villa))] == [
        'services/bache.yaml:5:1 unknown-key: "categoria" is not a key of this file. Did you mean "category"?',
        'services/bache.yaml:15:52 wrong-type: form.problema.fields.tamano.min must be a whole number, not "1". '
        "Write it without quotes.",
        'services/bache.yaml:15:57 unknown-key: "maxi" is not a key of form.problema.fields.tamano. '
        'Did you mean "max"?',
        'services/bache.yaml:16:23 wrong-type: there is no field type "decimel". Did you mean "decimal"?',
        'services/bache.yaml:17:97 duplicate-key: "en" is written twice here. Keep one of them.',
        'services/bache.yaml:24:24 unknown-field: "priority": form has no "urgnte". Did you mean form.urgente?',
        'services/bache.yaml:29:26 dishonest-status: state "improcedente" ends as declined, yet is published as '
        "resolved. Publish it as declined, or end it otherwise.",
        'services/bache.yaml:36:52 expression-syntax: transition "cerrar": "and" is not a sign here. Write "&&".',
        'services/bache.yaml:37:36 unknown-state: transition "rechazar" goes to "improcedent". '
        'Did you mean "improcedente"?',
        'services/bache.yaml:41:15 unknown-state: checklist "reparacion" is open in "recibidos". '
        'Did you mean "recibido"?',
    ]


def test_a_missing_key_does_not_hide_what_else_is_wrong(villa):
    overlay = (
        "title: null\nstates: {resuelto: {public: resuelto}}\ntransitions: {cerrar: {by: [contorl_desk]}}"
    )
    rules = [problem.rule for problem in lint_villa(villa, overlay)]
    assert rules == ["missing-key", "wrong-type", "unknown-role"]


def test_conditional_pages_and_optional_fields_may_be_unset(villa):
    overlay = """
    form:
      accidente:
        when: form.urgente
        title: {es: Accidente}
        fields: {heridos: {type: integer, required: true, label: {es: Heridos}}}
    calc: {grave: {type: boolean, is: form.heridos > 0}}
    priority: [{when: calc.grave, is: high}, {is: normal}]
    """
    [problem] = said(lint_villa(villa, overlay), "expression-unset")
    assert "form.heridos may not be set. Write has(form.heridos)" in problem


def test_the_column_of_an_expression_counts_inside_its_quotes(villa):
    service = villa / "services" / "bache.yaml"
    text = service.read_text("utf-8").replace(
        "{is: normal}", "{when: 'form.urgente == 3', is: high}, {is: normal}"
    )
    service.write_text(text, "utf-8")
    [problem] = [problem for problem in lint_city(load_city(villa)) if problem.rule == "expression-type"]
    line = text.split("\n")[problem.line - 1]
    assert line[problem.column - 1 :].startswith("== 3")


WRITTEN = [
    "{when: form.urgente && form.tamano == 'x', is: high}",
    "{when: 'form.urgente && form.tamano == ''x''', is: high}",
    r'{when: "\"á\" != \"\u00e9\" && form.tamano == \"x\"", is: high}',
    "{when: 'form.urgente\n      && form.tamano\n      == \"x\"', is: high}",
    "{is: high, when: form.urgente &&\n      form.tamano == 'x'}",
    "\n    is: high\n    when: >-\n      form.urgente &&\n      form.tamano == 'x'",
    "\n    is: high\n    when: |\n      form.urgente && form.tamano == 'x'",
]


@pytest.mark.parametrize("written", WRITTEN)
def test_the_column_of_an_expression_is_that_of_the_file_however_it_is_written(villa, written):
    service = villa / "services" / "bache.yaml"
    rules = f"priority:\n  - {written}\n  - {{is: normal}}"
    text = service.read_text("utf-8").replace("priority: [{is: normal}]", rules)
    service.write_text(text, "utf-8")
    [problem] = [each for each in lint_city(load_city(villa)) if each.severity == "error"]
    assert problem.rule == "expression-type"
    assert text.split("\n")[problem.line - 1][problem.column - 1 :].startswith("== ")


def test_input_is_known_inside_its_transition_only(villa):
    overlay = """
    transitions:
      cerrar:
        input: {motivo: {type: text, required: true, label: {es: Motivo}}}
        to: [{when: 'input.motivo == "x"', goto: resuelto}, {goto: improcedente}]
      rechazar:
        to: [{when: 'input.motivo == "x"', goto: resuelto}, {goto: improcedente}]
    """
    [problem] = said(lint_villa(villa, overlay), "unknown-field")
    assert 'transition "rechazar"' in problem


def test_a_crew_of_a_desk_that_has_none_can_do_nothing(villa):
    button = "transitions: {{cerrar: {{by: [{by}]}}}}"
    assert said(lint_villa(villa, button.format(by="crew@bacheo")), "nobody-can-act") == []
    assert said(lint_villa(villa, button.format(by="crew")), "nobody-can-act") == []
    [problem] = said(lint_villa(villa, button.format(by="crew@direccion")), "nobody-can-act")
    assert "crew@direccion is held by no one" in problem


def test_the_arguments_of_effects_are_checked_too(villa):
    overlay = """
    transitions:
      cerrar: {do: [{notify: {to: desk, template: resuelto}}, {survey: satisfacion}, {refer: form.tamano}]}
    """
    problems = lint_villa(villa, overlay)
    assert len(said(problems, "unknown-message")) == 2
    assert "this must give a text, but it gives a whole number" in said(problems, "expression-type")[0]


def test_one_file_is_checked_against_its_city(villa):
    bundle = load_city(villa)
    text = bundle.services["bache"].text.replace("desk: bacheo", "desk: bacheos")
    draft = load_text(text, "services/bache.yaml", bundle.fragments)
    assert [problem.rule for problem in lint_file(draft, bundle) if problem.severity == "error"] == [
        "unknown-desk"
    ]


def test_a_file_alone_is_not_blamed_for_what_is_not_there():
    alone = lint_file(load_path(VILLA / "services" / "bache.yaml"))
    assert [problem for problem in alone if problem.severity == "error"] == []


def test_two_hundred_services_are_linted_in_one_pass(villa):
    text = (villa / "services" / "bache.yaml").read_text("utf-8")
    for number in range(200):
        (villa / "services" / f"s{number}.yaml").write_text(
            text.replace("key: bache", f"key: s{number}"), "utf-8"
        )
    problems = lint_city(load_city(villa))
    assert [problem for problem in problems if problem.severity == "error"] == []


def test_a_wrong_value_does_not_hide_its_neighbours(villa):
    overlay = """
    priority: [{when: form.urgnte, is: urgente, because: {en: Now}}, {is: normal}]
    clocks:
      solucion: {calendar: oficinas, runs_in: [recibido], budget: [{when: form.nada, is: 2 dias}, {is: 1 day}]}
    transitions:
      rechazar: {from: recibido, by: [contorl_desk], do: [{notifi: x}, {notify: recibidoz}], not_by: cerar}
    form: {problema: {fields: {ancho_m: {type: decimel, label: {en: Width}, when: form.urgnt}}}}
    """
    assert sorted(problem.rule for problem in lint_villa(villa, overlay)) == [
        "missing-translation", "unknown-calendar", "unknown-effect", "unknown-field",
        "unknown-field", "unknown-field", "unknown-message", "unknown-role", "unknown-transition", "wrong-type",
        "wrong-type", "wrong-type", "wrong-type",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "overlay",
    [
        "states: {resuelto: {public: resuelto}}",
        "{form: {problema: {fields: {urgente: {required: si}}}}, priority: [{when: form.urgente, is: low}, {is: low}]}",
        "calc: {grave: {type: nummer, is: form.tamano + 1}}\npriority: [{when: calc.grave > 3, is: high}, {is: low}]",
        "form: {problema: {fields: {tamano: {label: Tamaño}}}}",
        "transitions: {rechazar: {by: control_desk}}",
        "clocks: {solucion: {calendar: oficina, runs_in: recibido, budget: 5 working days}}",
    ],
)
def test_nothing_else_is_said_of_what_stands_in_for_a_wrong_value(villa, overlay):
    assert [p.rule for p in lint_villa(villa, overlay) if p.severity == "error"] == ["wrong-type"]


@pytest.mark.parametrize("pin", ["ubicacion@3", "lugar@1"])
def test_a_fragment_that_is_not_there_is_not_missed_field_by_field(villa, pin):
    scenario = "{given: {ubicacion: [1, 2]}, steps: [{wait: 1 day}]}"
    overlay = f"use: [{pin}]\npublic: {{show: [tamanno]}}\nscenarios: {{uno: {scenario}}}"
    found = [problem.rule for problem in lint_villa(villa, overlay) if problem.severity == "error"]
    assert found == ["unknown-fragment", "unknown-field"]


def test_what_an_expectation_names_has_to_exist(villa):
    overlay = """
    scenarios:
      uno:
        given: {tamano: 12}
        steps: [{wait: 1 day, expect: {due: {solution: 2026-12-01 09:00}, clocks: {otro: running}, surveys: [nada],
          work_orders: {orden: open}, notified: {reporter: nadie}, children: {ninguno: recibido}}}]
    """
    errors = sorted(each.rule for each in lint_villa(villa, overlay) if each.severity == "error")
    assert errors == [
        "unknown-checklist", "unknown-clock", "unknown-clock", "unknown-message", "unknown-message", "unknown-service",
    ]  # fmt: skip


@pytest.mark.parametrize("state", ["{public: declined, final: done}", "{public: withdrawn, final: declined}"])
def test_a_state_is_published_as_it_ends(villa, state):
    found = lint_villa(villa, f"states: {{improcedente: {state}}}")
    assert [each.rule for each in found if each.severity == "error"] == ["dishonest-status"]


def test_a_service_stands_in_the_file_of_its_name(villa):
    (villa / "services" / "bache.yaml").rename(villa / "services" / "baches.yaml")
    [problem] = [each for each in lint_city(load_city(villa)) if each.rule == "bad-key"]
    assert (problem.file, problem.line) == ("services/baches.yaml", 3)
    assert problem.hint == "Write key: baches, or name the file bache.yaml."


@pytest.mark.parametrize(
    ("word", "role"), [("mesa_control", "control_desk"), ("ciudadano", "reporter"), ("cuadrilla", "crew")]
)
def test_a_role_in_spanish_words_is_understood(villa, word, role):
    found = lint_villa(villa, f"transitions: {{rechazar: {{by: [{word}]}}}}")
    assert [str(each.hint) for each in found if each.rule == "unknown-role"] == [f'Did you mean "{role}"?']


def test_spanish_sentences_hold_no_english(villa):
    overlay = """
    title: {es: ''}
    scenarios: {uno: {given: {nada: 1}, steps: [{by: control_desk, do: rechazar, with: {motivo: x}}]}}
    """
    with translation.override("es"):
        said = [
            told(problem).message for problem in lint_villa(villa, overlay) if problem.severity == "error"
        ]
    assert said == [
        '"title": title no tiene texto en español',
        "el formulario no tiene el campo «nada»",
        "la entrada de «rechazar» no tiene el campo «motivo»",
    ]


def test_every_key_that_is_missing_is_told(villa):
    villa.joinpath("services/vacio.yaml").write_text("agora: 1\nkind: service\nkey: vacio\n", "utf-8")
    found = [each.message for each in lint_city(load_city(villa)) if each.file == "services/vacio.yaml"]
    assert len(found) > 5
    assert all("needs the key" in str(each) for each in found)


@pytest.mark.parametrize("section", ["form", "states"])
def test_a_whole_section_that_is_missing_hides_nothing_else(villa, section):
    file = villa / "services" / "bache.yaml"
    document = yaml.safe_load(file.read_text("utf-8"))
    del document[section]
    document["desk"] = "una-mesa-que-no-hay"
    file.write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")
    found = [each.rule for each in lint_city(load_city(villa)) if each.severity == "error"]
    assert sorted(found) == ["missing-key", "unknown-desk"]


def test_of_many_desks_the_nearest_are_listed_when_none_is_like_it(villa):
    desks = villa / "desks.yaml"
    own = "".join(f"  mesa-{n}: {{department: obras-publicas, name: {{es: Mesa {n}}}}}\n" for n in range(40))
    desks.write_text(desks.read_text("utf-8").replace("\ndesks:\n", f"\ndesks:\n{own}", 1), "utf-8")
    [found] = [one for one in lint_villa(villa, "desk: poda") if one.rule == "unknown-desk"]
    assert found.hint.startswith("Known here: ") and found.hint.endswith(" and 36 more.")


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("De 2 a 5 días hábiles, según el riesgo.", "5 working days"),
        ("Hasta 3 horas", "3 hours"),
        ("Within 2 working days.", "2 working days"),
        ("3 días hábiles; 4 horas si hay riesgo.", None),
        ("Una audiencia en 60 días.", None),
        ("Según el caso.", None),
    ],
)
def test_a_promise_is_compared_when_a_text_begins_with_the_one_length_of_time_it_names(text, promised):
    assert promise_mismatch._promised(text) == promised
