"""A compiled version: what the engine and the forms ask of a definition."""

import pytest

from casetypes.definitions.compiled import compile_service
from casetypes.definitions.loader import load_text
from casetypes.kernel.errors import NotFound
from casetypes.kernel.expressions import ExpressionRefused

SOURCE = """
agora: 1
kind: service
key: bache
title: {es: Bache}
category: vialidades
desk: bacheo
steward: obras-publicas
languages: {required: [es]}
form:
  problema:
    title: {es: Problema}
    fields:
      tamano: {type: integer, required: true, label: {es: Tamaño}}
      heridos: {type: boolean, required: true, label: {es: Heridos}}
      desde: {type: date, label: {es: Desde}}
      foto: {type: photo, label: {es: Foto}}
  accidente:
    when: form.heridos
    title: {es: Accidente}
    fields:
      cuantos: {type: integer, required: true, label: {es: Cuántos}}
      telefono: {type: phone, label: {es: Teléfono}}
  grave:
    when: has(form.cuantos) && form.cuantos > 3
    title: {es: Grave}
    fields: {hospital: {type: text, label: {es: Hospital}}}
calc:
  final: {type: text, is: 'calc.hondo ? "alta" : "normal"'}
  hondo: {type: boolean, is: form.tamano > 10}
  vence: {type: date, is: 'has(form.desde) ? form.desde + duration("24h") : timestamp("2030-01-01T00:00:00Z")'}
priority:
  - {when: form.heridos, is: critical, because: {es: Heridos}}
  - {when: calc.hondo, is: high, because: {es: Hondo}}
  - {is: normal, because: {es: Común}}
states:
  recibido: {public: received}
  resuelto: {public: resolved, final: done}
  revision: {public: in_process}
transitions:
  cerrar:
    from: [recibido]
    to: [{when: calc.hondo, goto: revision}, {goto: resuelto}]
    by: [control_desk]
    require:
      - {that: evidence.despues >= 1, else: {es: Falta la foto}}
      - {that: 'case.priority != "critical"', else: {es: Es crítico}}
  aprobar: {from: [revision], to: resuelto, by: [supervisor]}
clocks:
  solucion:
    calendar: oficina
    runs_in: [recibido]
    budget: [{when: 'case.priority == "critical"', is: 4 working hours}, {is: 5 working days}]
access: {telefono: {read: [supervisor]}}
"""


@pytest.fixture(scope="module")
def bache():
    loaded = load_text(SOURCE, "bache.yaml")
    assert loaded.problems == ()
    return compile_service(loaded.data, 7)


FORM = {"tamano": 4, "heridos": False}


def roots(**changes):
    form = {**FORM, **changes.pop("form", {})}
    return {"form": form, "calc": {"hondo": form["tamano"] > 10}, "case": {"priority": "normal"}, **changes}


def test_fields_are_flat_and_know_their_page(bache):
    assert list(bache.fields) == ["tamano", "heridos", "desde", "foto", "cuantos", "telefono", "hospital"]
    assert bache.page_of("cuantos") == "accidente"
    assert bache.personal_fields == {"telefono"}
    assert bache.file_fields == {"foto"}
    assert (bache.initial_state, bache.version_id, bache.location_field) == ("recibido", 7, None)


@pytest.mark.parametrize(
    ("answers", "pages"),
    [
        ({}, ["problema"]),
        ({"heridos": False}, ["problema"]),
        ({"heridos": True}, ["problema", "accidente"]),
        ({"heridos": True, "cuantos": 5}, ["problema", "accidente", "grave"]),
        ({"heridos": False, "cuantos": 5}, ["problema"]),
    ],
)
def test_pages_follow_the_answers_and_answers_of_skipped_pages_do_not_count(bache, answers, pages):
    assert [key for key, _page in bache.pages(answers, {})] == pages


def test_computed_values_come_in_the_order_in_which_they_need_each_other(bache):
    computed = bache.calc({"tamano": 20, "heridos": False, "desde": "2026-12-01"})
    assert computed.values == {"final": "alta", "hondo": True, "vence": "2026-12-02T00:00:00+00:00"}
    assert not computed.fell_back


def test_the_first_priority_rule_that_holds_decides_and_says_why(bache):
    decided = bache.priority(roots(form={"tamano": 20}))
    assert (decided.priority, decided.because, decided.rule) == ("high", {"es": "Hondo"}, 1)
    assert bache.priority(roots(form={"heridos": True})).priority == "critical"
    assert bache.priority(roots()).priority == "normal"


def test_a_budget_and_a_branch_follow_their_conditions(bache):
    assert str(bache.budget("solucion", roots()).span) == "5 working days"
    assert str(bache.budget("solucion", roots(case={"priority": "critical"})).span) == "4 working hours"
    assert bache.branch("cerrar", roots()).goto == "resuelto"
    assert bache.branch("cerrar", roots(form={"tamano": 20})).goto == "revision"


def test_every_requirement_that_does_not_hold_is_told(bache):
    assert bache.requirements_failed("cerrar", roots()) == [{"es": "Falta la foto"}]
    both = bache.requirements_failed("cerrar", roots(case={"priority": "critical"}, evidence={"despues": 0}))
    assert both == [{"es": "Falta la foto"}, {"es": "Es crítico"}]
    assert bache.requirements_failed("cerrar", roots(evidence={"despues": 2})) == []


def test_what_cannot_be_worked_out_refuses_and_is_never_read_as_false(bache):
    with pytest.raises(ExpressionRefused):
        bache.priority({"form": {"tamano": 4}})
    with pytest.raises(ExpressionRefused):
        bache.calc({"heridos": False})


def test_a_legacy_case_falls_back_to_the_last_rule_and_says_so(bache):
    decided = bache.priority({"form": {}}, legacy=True)
    assert (decided.priority, decided.fell_back) == ("normal", True)
    computed = bache.calc({}, legacy=True)
    assert (computed.fell_back, list(computed.values)) == (True, ["vence"])
    assert bache.budget("solucion", {}, legacy=True).fell_back


def test_transitions_readers_and_unknown_names(bache):
    assert list(bache.transitions_from("recibido")) == ["cerrar"]
    assert bache.field_readers("telefono", "recibido") == {"supervisor"}
    assert bache.field_readers("tamano", "recibido") is None
    with pytest.raises(NotFound):
        bache.branch("volar", roots())
