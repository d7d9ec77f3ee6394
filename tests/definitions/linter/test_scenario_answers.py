"""What a scenario gives is checked where it stands, before anything runs."""

import pytest

from tests.definitions.examples import lint_villa, villa

FIELDS = """
form:
  problema:
    fields:
      via: {type: choice, label: {es: Vía}, options: {calle: {es: Calle}, avenida: {es: Avenida}}}
      redes: {type: choices, label: {es: Redes}, options: {agua: {es: Agua}, luz: {es: Luz}}}
      fotos: {type: photo, label: {es: Fotos}}
      personas: {type: group, label: {es: Personas}, fields: {edad: {type: integer, min: 0, label: {es: Edad}}}}
"""


@pytest.fixture
def told(tmp_path):
    """What the linter says of a scenario's answers, for `given` as it stands in the file."""

    def lint(given, steps="[{by: control_desk, do: rechazar}, {by: control_desk, do: cerrar}]"):
        overlay = f"{FIELDS}\nscenarios: {{uno: {{given: {given}, steps: {steps}}}}}"
        problems = lint_villa(villa(tmp_path), overlay)
        return [problem.message for problem in problems if problem.rule == "scenario-answer"]

    return lint


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("{via: calles}", '"calles" is no option of "via"'),
        ("{redes: [agua, gas]}", '"gas" is no option of "redes"'),
        ("{redes: agua}", 'redes must be a list, not "agua"'),
        ("{urgente: 'true'}", 'urgente must be true or false, not "true"'),
        ("{tamano: true}", "tamano must be a whole number, not true"),
        ("{tamano: 900}", "tamano must be at most 200, not 900"),
        ("{ancho_m: '1.5'}", 'ancho_m must be a number, not "1.5"'),
        ("{fotos: [una.jpg]}", '"fotos" is a file'),
        ("{ubicacion: [-103.4, 25.5]}", "ubicacion must be a latitude, from -90 to 90, not -103.4"),
        ("{ubicacion: {lat: 25.5}}", 'a place has no part "lat"'),
        ("{personas: [{edad: -1}]}", "edad must be at least 0, not -1"),
        ("{personas: [{nombre: Ana}]}", 'a row has no field "nombre"'),
    ],
)
def test_an_answer_that_no_form_would_take_is_told(told, given, message):
    assert told(given) == [message]


def test_what_a_form_would_take_is_not_held_against_it(told):
    given = """{via: calle, redes: [agua], urgente: false, tamano: 200, ancho_m: 2, correo: null,
                ubicacion: [25.5, -103.4], personas: [{edad: 30}]}"""
    assert told(given) == []


@pytest.mark.parametrize(
    ("refused", "messages"),
    [("", ['listo must be true or false, not "no"']), (", refused: Falta la lista", [])],
)
def test_a_step_may_give_what_is_to_be_refused(told, refused, messages):
    steps = f"[{{by: control_desk, check: reparacion, with: {{listo: 'no'}}{refused}}}]"
    assert told("{}", steps) == messages
