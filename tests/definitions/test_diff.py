"""How grave a change is: text, addition, rule or removal."""

import copy

import pytest

from casetypes.definitions.diff import changes, classify, removed
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
