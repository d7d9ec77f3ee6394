"""Points of a checklist, by the kind of its items."""

from casetypes.definitions.schema.service import Checklist
from casetypes.fieldwork.score import is_scored, score, standing

KITCHEN = Checklist.model_validate({
    "open_in": ["visita"],
    "items": {
        "sin_jabon": {"type": "boolean", "points": 10},
        "ratones": {"type": "integer", "points": 5},
        "frio": {"type": "choice", "options": {"bien": {}, "tibio": {}}, "points": {"tibio": 7}},
        "nota": {"type": "text"},
    },
})  # fmt: skip


def test_a_yes_a_number_and_an_option_count_and_the_rest_does_not():
    assert score(KITCHEN, {"sin_jabon": True, "ratones": 3, "frio": "tibio", "nota": "9"}) == 32


def test_what_is_right_or_not_answered_has_no_points():
    assert score(KITCHEN, {"sin_jabon": False, "frio": "bien"}) == 0
    assert standing(KITCHEN, None) == {"complete": False, "score": 0}


def test_a_checklist_without_points_is_not_scored():
    assert is_scored(KITCHEN)
    assert not is_scored(KITCHEN.model_copy(update={"items": {"nota": KITCHEN.items["nota"]}}))
