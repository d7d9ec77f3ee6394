"""The state diagram: complete, readable without seeing it, and nothing on top of anything else."""

import itertools
from xml.etree import ElementTree

import pytest

from casetypes.definitions.graph import state_diagram
from casetypes.definitions.graph.layout import arrange
from casetypes.definitions.loader import load_city
from tests.definitions.examples import VILLA

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def bache():
    return load_city(VILLA).services["bache"].model


@pytest.mark.parametrize(
    ("language", "word"), [("es", "Estados del servicio"), ("en", "States of the service")]
)
def test_it_is_valid_svg_with_title_and_description_in_its_language(bache, language, word):
    tree = ElementTree.fromstring(state_diagram(bache, language))
    assert tree.get("lang") == language
    assert tree.find(f"{SVG}title").text.startswith(word)
    description = tree.find(f"{SVG}desc").text
    assert all(state in description for state in ("Recibido", "Resuelto", "Improcedente"))


def test_every_state_and_transition_is_written_on_it(bache):
    texts = {
        element.text.removesuffix("\N{NO-BREAK SPACE}?")
        for element in ElementTree.fromstring(state_diagram(bache, "es")).iter(f"{SVG}text")
    }
    assert {"Recibido", "Resuelto", "Improcedente", "Cerrar", "Rechazar", "mesa de control"} <= texts


def test_texts_of_a_definition_cannot_break_out_of_the_drawing(bache):
    hostile = bache.model_copy(update={"title": {"es": '<script>alert("x")</script>'}})
    assert "<script" not in state_diagram(hostile, "es")


def test_the_legend_explains_only_the_signs_that_the_drawing_has(bache):
    whole = state_diagram(bache, "en")
    assert ("Dashed" in whole) == ("stroke-dasharray" in whole)
    assert ("marks a way" in whole) == ("\N{NO-BREAK SPACE}?<" in whole)
    plain = {
        key: each.model_copy(update={"require": [], "to": each.to[-1:]})
        for key, each in bache.transitions.items()
    }
    bare = state_diagram(bache.model_copy(update={"transitions": plain}), "en")
    assert "?" not in bare.split("?>", 1)[-1]
    assert "A double border is an end." in bare


def test_a_way_with_a_requirement_is_marked(bache):
    unconditional = {
        key: each.model_copy(update={"to": each.to[-1:]}) for key, each in bache.transitions.items()
    }
    drawn = state_diagram(bache.model_copy(update={"transitions": unconditional}), "en")
    assert drawn.count("\N{NO-BREAK SPACE}?<") >= sum(bool(each.require) for each in unconditional.values())


STATES = dict.fromkeys("abcdefg", (90.0, 54.0))
ARROWS = [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d"), ("d", "a"), ("c", "b"), ("b", "e"), ("e", "a"), ("a", "f"),
          ("f", "g"), ("g", "f"), ("g", "g")]  # fmt: skip


def test_boxes_labels_and_lines_of_a_column_never_overlap():
    layout = arrange(STATES, dict.fromkeys(ARROWS, (120.0, 44.0)))
    for column in layout.columns:
        for upper, lower in itertools.pairwise(sorted(column, key=lambda node: node.y)):
            assert upper.y + upper.height / 2 < lower.y - lower.height / 2
    for left, right in itertools.pairwise(range(len(layout.columns))):
        assert layout.lefts[left] + layout.widths[left] < layout.lefts[right]


def test_arrows_go_forward_unless_they_close_a_circle():
    layout = arrange(STATES, dict.fromkeys(ARROWS, (120.0, 44.0)))
    columns = {key: node.column for key, node in layout.states.items()}
    assert columns["a"] == 0
    back = {(source, target) for source, target in ARROWS if columns[source] >= columns[target]}
    assert back == {("d", "a"), ("c", "b"), ("e", "a"), ("g", "f"), ("g", "g")}
