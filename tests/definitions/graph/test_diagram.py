"""The state diagram: complete, readable without seeing it, and nothing on top of anything else."""

import itertools
import re
from xml.etree import ElementTree

import pytest

from casetypes.definitions.graph import state_diagram
from casetypes.definitions.graph.drawing import CHAR, MOST_STATES
from casetypes.definitions.graph.layout import arrange
from casetypes.definitions.loader import load_city, load_text
from tests.architecture.tree import ROOT
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
    assert ("marks a step" in whole) == ("\N{NO-BREAK SPACE}?<" in whole)
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


SHIPPED = {
    f"{city}/{key}": loaded.model
    for city in ("torreon", "hermosillo", "buenos_aires")
    for key, loaded in load_city(ROOT / "workflows_yaml" / city).services.items()
}
STAGE = re.compile(r"translate\(([\d.]+) ([\d.]+)\)")


def boxes(tree):
    """Outer rectangles of states on the canvas: x, y, width, height."""
    stage = next(one for one in tree.iter(f"{SVG}g"))
    shift = [float(number) for number in STAGE.match(stage.get("transform")).groups()]
    found = [
        [float(one.get(name)) for name in ("x", "y", "width", "height")] for one in stage.iter(f"{SVG}rect")
    ]
    outer = [
        one for one, each in zip(found, stage.iter(f"{SVG}rect"), strict=True) if each.get("fill") != "none"
    ]
    return [(x + shift[0], y + shift[1], width, height) for x, y, width, height in outer]


def apart(one, other):
    return (
        one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0] or one[1] + one[3] <= other[1]
        or other[1] + other[3] <= one[1]
    )  # fmt: skip


def texts(tree):
    """x, y of the middle or beginning of every text of the stage, its estimated width, whether it is centred."""
    stage = next(one for one in tree.iter(f"{SVG}g"))
    dx, dy = (float(number) for number in STAGE.match(stage.get("transform")).groups())
    inside = set(stage.iter(f"{SVG}text"))
    for one in tree.iter(f"{SVG}text"):
        x, y = float(one.get("x")), float(one.get("y"))
        width = len(one.text) * CHAR * float(one.get("font-size", 13)) / 13
        left = x - width / 2 if one.get("text-anchor") == "middle" else x
        yield left + (dx if one in inside else 0), y + (dy if one in inside else 0), width


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", SHIPPED)
def test_no_shipped_picture_has_boxes_on_each_other_or_words_outside(name, language):
    tree = ElementTree.fromstring(state_diagram(SHIPPED[name], language))
    width, height = float(tree.get("width")), float(tree.get("height"))
    states = boxes(tree)
    assert len(states) == len(SHIPPED[name].states)
    assert all(apart(one, other) for one, other in itertools.combinations(states, 2))
    assert all(x >= 0 and y >= 0 and x + w <= width and y + h <= height for x, y, w, h in states)
    assert [
        each for each in texts(tree) if each[0] < 0 or each[0] + each[2] > width or not 0 < each[1] < height
    ] == []


def test_deadlines_stand_at_the_states_in_which_they_run_or_stand_still():
    drawn = state_diagram(SHIPPED["torreon/bache"], "en")
    clock = SHIPPED["torreon/bache"].clocks["solucion"]
    assert drawn.count(">Runs: Resolution<") == len(clock.runs_in)
    assert drawn.count(">Stands still: Resolution<") == len(clock.pauses_in)


def test_branches_say_their_condition_in_words_in_both_languages():
    spanish, english = (state_diagram(SHIPPED["torreon/bache"], language) for language in ("es", "en"))
    assert "si “Severidad” = alta" in spanish
    assert "en los demás casos" in spanish
    assert "if “Severidad” = alta" in english
    assert "otherwise" in english


def test_each_colour_is_explained_once_and_only_those_that_are_there():
    tree = ElementTree.fromstring(state_diagram(SHIPPED["torreon/bache"], "en"))
    swatches = [one for one in tree.iter(f"{SVG}rect") if one.get("width") == "20"]
    assert len(swatches) == len({state.public for state in SHIPPED["torreon/bache"].states.values()})


def test_a_service_of_many_states_is_not_drawn_but_says_so(bache):
    state = bache.states["recibido"]
    many = bache.model_copy(update={"states": {f"s{number}": state for number in range(MOST_STATES + 1)}})
    assert f"{MOST_STATES + 1} states: too many to draw" in state_diagram(many, "en")


def test_a_time_that_cannot_be_read_is_not_drawn_as_another():
    text = (VILLA / "services" / "bache.yaml").read_text("utf-8")
    budget = "[{when: form.urgente, is: 2 dias}, {is: 5 days}]"
    clock = f"clocks: {{solucion: {{calendar: oficina, budget: {budget}, runs_in: [recibido]}}}}"
    loaded = load_text(f"{text}\n{clock}\n", "f.yaml", load_city(VILLA).fragments)
    drawn = state_diagram(loaded.partial, "en", loaded.dropped)
    assert "a time that cannot be read or 5 days" in drawn
