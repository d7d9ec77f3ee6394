"""A scenario that does not hold says at which step, what was expected, what came, and why."""

import pytest

from casetypes.definitions.wording import in_words
from tests.proving.scenarios.conftest import REPAIR, told

SCHEDULED = "by: control_desk, do: programar, with: {cuadrilla: C2}"
STARTED = "by: crew, do: iniciar"
REPAIRED = f"by: crew, check: reparacion, with: {REPAIR}, attach: {{despues: photo}}"
DEEP = (
    "given: {profundidad_cm: 15, via: calle, lesionados: false, ubicacion: [25.5393, -103.4602], aviso: true}"
)


def test_a_branch_is_explained_by_the_values_of_its_condition(said):
    words = said(
        SCHEDULED, STARTED, REPAIRED, "by: crew, do: terminar, expect: {state: resuelto}", given=DEEP
    )
    assert words == (
        'scenario "prueba", step 4: expected state resuelto, got por_verificar, '
        'because calc.severidad was "alta", case.reopened was 0'
    )


def test_the_place_is_the_expectation_in_its_file(run):
    [problem] = run(SCHEDULED, "expect: {state: en_obra}").problems
    text = told(SCHEDULED, "expect: {state: en_obra}").splitlines()
    line = next(number for number, each in enumerate(text, 1) if "expect: {state: en_obra}" in each)
    column = text[line - 1].index("en_obra") + 1
    assert str(problem).startswith(f"services/bache.yaml:{line}:{column} scenario-failed: ")


def test_a_priority_is_explained_by_the_rule_that_decided(said):
    assert said("expect: {priority: low}") == (
        'scenario "prueba", step 1: expected priority low, got normal, because rule 4 decides: '
        'form.lesionados was false, calc.severidad was "normal", form.via was "calle"'
    )


def test_a_due_date_is_explained_by_budget_calendar_and_waits(said):
    asked = "by: agent, do: preguntar, with: {pregunta: '¿Dónde?'}"
    answered = "by: reporter, do: responder, with: {respuesta: Aquí.}"
    words = said(asked, "wait: 2 days", answered, "expect: {due: {solucion: 2026-12-08 09:00}}")
    assert words == (
        'scenario "prueba", step 4: expected clock "solucion" due 2026-12-08 09:00, got 2026-12-10 09:00, '
        "because it has 5 working days by the calendar oficina from 2026-12-01 09:00; "
        "it waited 2026-12-01 09:00–2026-12-03 09:00"
    )


def test_a_refusal_is_explained_by_the_requirement_and_what_the_checklist_lacks(said):
    words = said(SCHEDULED, STARTED, "by: crew, do: terminar")
    assert 'step 3: refused with "Falta completar la lista de verificación' in words
    assert "because checklist.reparacion.complete was false, evidence.despues was 0; " in words
    assert words.endswith('"reparacion" lacks zona_segura, corte_recto, tecnica, material_kg, despues')


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["by: crew, do: programar, refused: nunca"], 'expected to be refused with "nunca", got "Solo para: '),
        (["by: control_desk, do: programar"], 'refused with "'),
        ([f"{SCHEDULED}, refused: nunca"], 'expected to be refused with "nunca", and it was done'),
        (["expect: {notified: [desk]}"], "expected messages desk, got reporter: recibido"),
        (["expect: {notified: []}"], "expected messages nothing, got reporter: recibido"),
        (["expect: {notified: {reporter: resuelto}}"], "expected messages reporter: resuelto, got reporter: recibido"),
        (["expect: {clocks: {solucion: paused}}"], 'expected clock "solucion" paused, got running'),
        (["expect: {visible: {crew: [fecha]}}"], '"fecha" has no answer in this case'),
        (["expect: {hidden: {public: [via]}}"], "public can read the answer via"),
        (["expect: {work_orders: {reparacion: open}}"], 'expected work order "reparacion" open, got nothing'),
        (["expect: {surveys: [satisfaccion]}"], 'the survey "satisfaccion" was not sent'),
        (["expect: {calc: {severidad: alta}}"], 'expected calc.severidad "alta", got "normal"'),
        (["expect: {folio: 'XYZ-*'}"], "expected folio XYZ-*, got TRC-26-"),
    ],
    ids=lambda value: value[0][:60] if isinstance(value, list) else "",
)  # fmt: skip
def test_every_kind_of_expectation_says_what_came(said, steps, expected):
    assert expected in said(*steps)


def test_a_report_that_intake_refuses_says_why(said):
    outside = (
        "given: {profundidad_cm: 6, via: calle, lesionados: false, ubicacion: [19.43, -99.13], aviso: true}"
    )
    assert 'scenario "prueba", the report: the report was refused: ' in said("expect: {}", given=outside)


def test_it_is_said_in_spanish_too(run):
    [problem] = run("expect: {priority: low}").problems
    assert in_words(problem.message).startswith(
        'escenario "prueba", paso 1: se esperaba prioridad low y fue normal, porque decide la regla 4: '
    )
