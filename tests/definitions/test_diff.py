"""How grave a change is: text, addition, rule or removal."""

import copy

import pytest

from casetypes.definitions.diff import Change, changes, classify, leaves, removed
from casetypes.definitions.loader import load_city
from tests.definitions.examples import VILLA, laid_over

BACHE = load_city(VILLA).services["bache"].data
LABEL = {"label": {"es": "Otro"}}


@pytest.mark.parametrize(
    ("overlay", "kind"),
    [
        ({}, "text"),
        ({"title": {"es": "Socavón"}}, "text"),
        ({"form": {"problema": {"fields": {"tamano": {"help": {"es": "En cm"}}}}}}, "text"),
        ({"transitions": {"cerrar": {"title": {"es": "Cerrar ya"}}}}, "text"),
        ({"scenarios": {"uno": {"steps": [{"do": "cerrar"}]}}}, "text"),
        ({"form": {"problema": {"fields": {"otro": {"type": "text", **LABEL}}}}}, "addition"),
        ({"states": {"pausa": {"public": "waiting"}}}, "addition"),
        ({"form": {"problema": {"fields": {"otro": {"type": "text", "required": True, **LABEL}}}}}, "rule"),
        ({"transitions": {"cerrar": {"by": ["supervisor"]}}}, "rule"),
        ({"form": {"problema": {"fields": {"tamano": {"max": 100}}}}}, "rule"),
        ({"priority": [{"is": "high"}]}, "rule"),
        ({"form": {"problema": {"fields": {"correo": None}}}}, "removal"),
        ({"states": {"improcedente": None}}, "removal"),
    ],
)
def test_a_change_has_the_class_of_its_gravest_part(overlay, kind):
    assert classify(BACHE, laid_over(BACHE, overlay)) == kind


def test_a_first_version_is_no_change():
    assert classify(None, BACHE) == "first"


def test_the_order_of_states_is_a_rule_because_the_first_one_starts_a_case():
    turned = {**BACHE, "states": dict(reversed(BACHE["states"].items()))}
    assert classify(BACHE, turned) == "rule"


def test_what_running_cases_may_miss_is_listed():
    smaller = copy.deepcopy(BACHE)
    del smaller["states"]["improcedente"], smaller["form"]["problema"]["fields"]["correo"]
    assert removed(BACHE, smaller) == {"states": {"improcedente"}, "fields": {"correo"}, "clocks": set()}
    assert {change.path for change in changes(BACHE, smaller)} == {
        ("states", "improcedente"),
        ("form", "problema", "fields", "correo"),
    }


def parts(overlay, before=BACHE):
    """(path, before, after) of every single value that the overlay changes."""
    found = changes(before, laid_over(before, overlay))
    return [(leaf.path, leaf.before, leaf.after) for change in found for leaf in leaves(change)]


def test_of_a_long_nested_text_only_the_language_that_changed_is_told():
    told = {**BACHE, "about": {"duration": {"es": "De 2 a 5 días.", "en": "2 to 5 days."}}}
    assert parts({"about": {"duration": {"es": "De 2 a 8 días."}}}, told) == [
        (("about", "duration", "es"), "De 2 a 5 días.", "De 2 a 8 días.")
    ]


BUDGET = ("clocks", "plazo", "budget")
HIGH = {"when": "calc.alta", "is": "2 working days"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("5 days", "8 days", [(BUDGET, "5 days", "8 days")]),
        ("5 days", [{"is": "8 days"}], [(BUDGET, "5 days", "8 days")]),
        ([HIGH, {"is": "5 days"}], [HIGH, {"is": "8 days"}], [((*BUDGET, ""), "5 days", "8 days")]),
        ("5 days", [HIGH, {"is": "5 days"}], [((*BUDGET, "calc.alta"), None, "2 working days")]),
        ([HIGH, {"is": "5 days"}], "5 days", [((*BUDGET, "calc.alta"), "2 working days", None)]),
        (
            [HIGH, {"is": "5 days"}],
            [{"is": "5 days"}, HIGH],
            [(BUDGET, ["calc.alta", ""], ["", "calc.alta"])],
        ),
        (
            "5 days",
            [7, {"when": ["x"]}],
            [((*BUDGET, ""), "5 days", "7"), ((*BUDGET, "['x']"), None, "None")],
        ),
    ],
)
def test_a_budget_is_told_by_branch_without_those_that_stay(old, new, told):
    before = {"clocks": {"plazo": {"budget": old}}}
    found = changes(before, {"clocks": {"plazo": {"budget": new}}})
    assert [(leaf.path, leaf.before, leaf.after) for change in found for leaf in leaves(change)] == told


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
    found = leaves(Change(("x",), old, new, "rule"))
    assert [(leaf.path, leaf.before, leaf.after) for leaf in found] == told
