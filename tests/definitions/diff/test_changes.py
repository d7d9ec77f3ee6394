"""What differs between two documents, where, and how grave it is: text, addition, rule or removal."""

import copy

import pytest

from casetypes.definitions.diff import Change, changes, classify, leaves, removed
from casetypes.definitions.loader import load_city
from tests.definitions.examples import VILLA, laid_over

BACHE = load_city(VILLA).services["bache"].data
LABEL = {"label": {"es": "Otro"}}
PAGE = {"title": {"es": "Más"}, "fields": {"otro": {"type": "text", **LABEL}}}
ASKING = {"title": {"es": "Más"}, "fields": {"otro": {"type": "text", "required": True, **LABEL}}}


@pytest.mark.parametrize(
    ("overlay", "kind"),
    [
        ({}, "text"),
        ({"title": {"es": "Socavón"}}, "text"),
        ({"form": {"problema": {"fields": {"tamano": {"help": {"es": "En cm"}}}}}}, "text"),
        ({"transitions": {"cerrar": {"title": {"es": "Cerrar ya"}}}}, "text"),
        ({"scenarios": {"uno": {"steps": [{"do": "cerrar"}]}}}, "text"),
        ({"queue": {"columns": ["folio"]}}, "text"),
        ({"effective": {"from": "2026-12-01", "basis": "Reglamento, art. 1"}}, "text"),
        ({"form": {"problema": {"fields": {"otro": {"type": "text", **LABEL}}}}}, "addition"),
        ({"form": {"mas": PAGE}}, "addition"),
        ({"states": {"pausa": {"public": "waiting"}}}, "addition"),
        ({"transitions": {"nuevo": {"from": ["recibido"], "to": "recibido", "by": ["agent"]}}}, "addition"),
        ({"transitions": {"cerrar": {"input": {"nota": {"type": "text", **LABEL}}}}}, "addition"),
        ({"migrate": {"from 1": {"clocks": "restart"}}}, "addition"),
        ({"form": {"problema": {"fields": {"otro": {"type": "text", "required": True, **LABEL}}}}}, "rule"),
        ({"form": {"mas": ASKING}}, "rule"),
        ({"form": {"problema": {"when": "case.channel == 'web'"}}}, "rule"),
        ({"form": {"problema": {"fields": {"tamano": {"type": "decimal"}}}}}, "rule"),
        ({"transitions": {"cerrar": {"by": ["supervisor"]}}}, "rule"),
        ({"transitions": {"cerrar": {"input": {"n": {"type": "text", "required": True}}}}}, "rule"),
        ({"transitions": {"cerrar": {"do": [{"notify": "otro"}]}}}, "rule"),
        ({"form": {"problema": {"fields": {"tamano": {"max": 100}}}}}, "rule"),
        ({"priority": [{"when": "form.tamano > 3", "is": "high"}, {"is": "normal"}]}, "rule"),
        ({"priority": [{"is": "high"}]}, "rule"),
        ({"desk": "otra"}, "rule"),
        ({"public": {"show": ["tamano"]}}, "rule"),
        ({"access": {"tamano": {"read": ["supervisor"]}}}, "rule"),
        ({"retention": {"personal": "1 years", "case": "2 years"}}, "rule"),
        ({"form": {"problema": {"fields": {"correo": None}}}}, "removal"),
        ({"states": {"improcedente": None}}, "removal"),
        ({"transitions": {"cerrar": None}}, "removal"),
    ],
)
def test_a_change_has_the_class_of_its_gravest_part(overlay, kind):
    assert classify(BACHE, laid_over(BACHE, overlay)) == kind


def test_a_first_version_is_no_change():
    assert classify(None, BACHE) == "first"


def found(old, new):
    """(path, class, what) of every change."""
    return [(change.path, change.kind, change.what) for change in changes(old, new)]


def document(**sections):
    return {"form": {}, "states": {}, **sections}


OPTIONS = {"calle": {"es": "Calle"}, "avenida": {"es": "Avenida"}}


def asking(options):
    return document(form={"p": {"fields": {"via": {"type": "choice", "options": options}}}})


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({**OPTIONS, "calle": {"es": "Calle chica"}}, "text"),
        (dict(reversed(OPTIONS.items())), "text"),
        ({**OPTIONS, "rural": {"es": "Camino"}}, "addition"),
        ({"calle": {"es": "Calle"}}, "removal"),
    ],
)
def test_options_reworded_are_text_added_are_additions_and_taken_away_are_removals(options, kind):
    [(_path, found_kind, _what)] = found(asking(OPTIONS), asking(options))
    assert found_kind == kind


def test_a_field_may_be_called_like_a_word_of_the_language():
    """`title`, `help` and `text` as keys of questions do not make their rules texts."""
    for key in ("title", "help", "text", "unit", "queue"):
        old = document(form={"help": {"fields": {key: {"type": "integer", "max": 5}}}})
        new = document(form={"help": {"fields": {key: {"type": "integer", "max": 6}}}})
        assert classify(old, new) == "rule"


def test_the_order_of_states_is_a_rule_where_another_one_starts_a_case():
    turned = {**BACHE, "states": dict(reversed(BACHE["states"].items()))}
    assert classify(BACHE, turned) == "rule"
    first, *others = BACHE["states"].items()
    assert classify(BACHE, {**BACHE, "states": dict([first, *reversed(others)])}) == "text"


def test_the_order_of_questions_and_steps_is_what_people_see():
    fields = BACHE["form"]["problema"]["fields"]
    turned = {
        **BACHE["form"],
        "problema": {**BACHE["form"]["problema"], "fields": dict(reversed(fields.items()))},
    }
    assert classify(BACHE, {**BACHE, "form": turned}) == "text"
    steps = dict(reversed(BACHE["transitions"].items()))
    assert classify(BACHE, {**BACHE, "transitions": steps}) == "text"


def test_the_order_of_branches_is_a_rule_because_the_first_that_holds_is_taken():
    rules = [{"when": "a", "is": "high"}, {"when": "b", "is": "low"}, {"is": "normal"}]
    turned = [rules[1], rules[0], rules[2]]
    assert found({"priority": rules}, {"priority": turned}) == [(("priority",), "rule", "order")]


def test_the_words_beside_a_condition_are_text_and_the_condition_is_a_rule():
    old = {"priority": [{"when": "a", "is": "high", "because": {"es": "Uno"}}, {"is": "normal"}]}
    new = {"priority": [{"when": "a", "is": "high", "because": {"es": "Dos"}}, {"is": "normal"}]}
    assert found(old, new) == [(("priority", "a", "because", "es"), "text", "changed")]
    old = {"transitions": {"t": {"require": [{"that": "a", "else": {"es": "Uno"}}]}}}
    new = {"transitions": {"t": {"require": [{"that": "a", "else": {"es": "Dos"}}]}}}
    assert found(old, new) == [(("transitions", "t", "require", "a", "else", "es"), "text", "changed")]
    new = {"transitions": {"t": {"require": [{"that": "b", "else": {"es": "Uno"}}]}}}
    assert {kind for _path, kind, _what in found(old, new)} == {"rule"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"transitions": {"t": {"to": "x"}}}, {"transitions": {"t": {"to": [{"goto": "x"}]}}}),
        ({"clocks": {"c": {"budget": "5 days"}}}, {"clocks": {"c": {"budget": [{"is": "5 days"}]}}}),
    ],
)
def test_a_short_form_written_out_is_no_difference(old, new):
    assert changes(old, new) == []


def test_two_branches_with_one_condition_are_both_compared():
    old = {"clocks": {"c": {"budget": [{"when": "a", "is": "1 days"}, {"when": "a", "is": "2 days"}]}}}
    new = {"clocks": {"c": {"budget": [{"when": "a", "is": "1 days"}, {"when": "a", "is": "3 days"}]}}}
    assert found(old, new) == [(("clocks", "c", "budget", "a (2)", "is"), "rule", "changed")]


def test_a_question_on_another_page_is_moved_and_keeps_its_answers():
    field = {"type": "text"}
    old = document(form={"a": {"fields": {"x": field, "y": field}}, "b": {"fields": {"z": field}}})
    new = document(form={"a": {"fields": {"y": field}}, "b": {"fields": {"x": field, "z": field}}})
    assert found(old, new) == [(("form", "b", "fields", "x"), "text", "moved")]
    conditional = document(form={**new["form"], "b": {**new["form"]["b"], "when": "form.y"}})
    assert (("form", "b", "fields", "x"), "rule", "moved") in found(old, conditional)


def test_a_page_that_is_split_takes_nothing_away():
    field = {"type": "text", "required": True}
    old = document(form={"a": {"title": {"es": "A"}, "fields": {"x": field, "y": field}}})
    new = document(
        form={
            "a": {"title": {"es": "A"}, "fields": {"x": field}},
            "b": {"title": {"es": "B"}, "fields": {"y": field}},
        }
    )
    assert found(old, new) == [(("form", "b", "fields", "y"), "text", "moved")]
    assert found(new, old) == [(("form", "a", "fields", "y"), "text", "moved")]


def test_what_migrate_renames_is_told_once_and_not_where_it_is_named():
    old = {
        "form": {"p": {"fields": {"hondura": {"type": "integer"}}}},
        "states": {"nuevo": {"public": "received"}, "obra": {"public": "in_process"}},
        "transitions": {"ir": {"from": ["nuevo"], "to": "obra"}},
        "clocks": {"c": {"budget": [{"when": "form.hondura > 1", "is": "1 days"}], "runs_in": ["obra"]}},
        "access": {"hondura": {"read": ["agent"]}},
    }
    new = {
        "form": {"p": {"fields": {"fondo": {"type": "integer"}}}},
        "states": {"nuevo": {"public": "received"}, "taller": {"public": "in_process"}},
        "transitions": {"ir": {"from": ["nuevo"], "to": "taller"}},
        "clocks": {"c": {"budget": [{"when": "form.fondo > 1", "is": "1 days"}], "runs_in": ["taller"]}},
        "access": {"fondo": {"read": ["agent"]}},
        "migrate": {"from 1": {"states": {"obra": "taller"}, "fields": {"hondura": "fondo"}}},
    }
    assert found(old, new) == [
        (("states", "taller"), "removal", "renamed"),
        (("form", "p", "fields", "fondo"), "removal", "renamed"),
        (("migrate", "from 1"), "addition", "added"),
    ]
    assert "renamed" not in {change.what for change in changes(old, new, number=7)}


def test_a_state_whose_cases_go_to_one_that_was_there_is_removed():
    old = {"states": {"a": {}, "b": {}, "c": {}}}
    new = {"states": {"a": {}, "b": {}}, "migrate": {"from 1": {"states": {"c": "b"}}}}
    assert (("states", "c"), "removal", "removed") in found(old, new)


def test_what_running_cases_may_miss_is_listed():
    smaller = copy.deepcopy(BACHE)
    del smaller["states"]["improcedente"], smaller["form"]["problema"]["fields"]["correo"]
    assert removed(BACHE, smaller) == {"states": {"improcedente"}, "fields": {"correo"}, "clocks": set()}
    assert {change.path for change in changes(BACHE, smaller)} == {
        ("states", "improcedente"),
        ("form", "problema", "fields", "correo"),
    }


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (["a", "b"], ["b", "c"], [(("x",), "a", None), (("x",), None, "c")]),
        (["a", "b"], ["b", "a"], [(("x",), ["a", "b"], ["b", "a"])]),
        ([{"to": "a", "n": 1}], [{"to": "b", "n": 1}], [(("x", 0, "to"), "a", "b")]),
        ([{"to": "a"}], [{"to": "z"}, {"to": "a"}], [(("x", 0, "to"), None, "z")]),
        ({"to": "a"}, "b", [(("x", "to"), "a", None), (("x",), None, "b")]),
        (None, {"to": {"on": True}}, [(("x", "to", "on"), None, True)]),
    ],
)
def test_any_other_structure_is_taken_apart_to_the_values_that_differ(old, new, told):
    parts = leaves(Change(("x",), old, new, "rule"))
    assert [(leaf.path, leaf.before, leaf.after) for leaf in parts] == told


def test_a_deadline_that_comes_is_an_addition_and_one_that_goes_a_removal():
    with_one = document(clocks={"plazo": {"budget": "5 days"}})
    assert classify(document(), with_one) == "addition"
    assert classify(with_one, document()) == "removal"
    assert classify(with_one, document(clocks={"plazo": {"budget": "3 days"}})) == "rule"
