"""Where states, answers and clocks go between versions: pure, from documents alone."""

from typing import Any

import pytest

from casetypes.definitions.migration_plan import NoWay, Version, plan


def version(number: int, fields: dict[str, Any], states: str = "nuevo hecho", **more: Any) -> Version:
    """A document with one page of fields, and states of which the last one is final."""
    *open_ones, last = states.split()
    known = {key: {"public": "received"} for key in open_ones} | {
        last: {"public": "resolved", "final": "done"}
    }
    return Version(number, {"form": {"hoja": {"fields": fields}}, "states": known, **more})


TEXT, NUMBER = {"type": "text"}, {"type": "integer"}


def test_what_no_rule_names_stays_under_its_own_key():
    found = plan([version(1, {"a": TEXT}), version(2, {"a": TEXT, "b": NUMBER})], 1, 2)
    assert found.states == {"nuevo": "nuevo", "hecho": "hecho"}
    assert found.fields["a"].fate == "kept"
    assert (found.added, found.clocks, found.recompute, found.changes_rules) == (
        ("b",),
        "keep_consumed",
        False,
        False,
    )


def test_rules_follow_one_another_and_the_strictest_clock_rule_counts():
    versions = [
        version(1, {"a": TEXT}),
        version(2, {"b": TEXT}, migrate={"from 1": {"fields": {"a": "b"}, "clocks": "restart"}}),
        version(3, {"c": NUMBER}, migrate={"from 2": {"fields": {"b": "c"}}}),
    ]
    found = plan(versions, 1, 3)
    assert (found.path, found.clocks) == ((1, 2, 3), "restart")
    step = found.fields["a"]
    assert (step.target, step.fate, step.source_type, step.target_type) == (
        "c",
        "converted",
        "text",
        "integer",
    )
    assert found.added == ()


def test_a_rule_that_names_the_version_goes_before_the_way_over_its_neighbours():
    versions = [
        version(1, {"a": TEXT}),
        version(2, {"b": TEXT}, migrate={"from 1": {"fields": {"a": "b"}}}),
        version(
            3,
            {"c": TEXT, "d": TEXT},
            migrate={"from 2": {"fields": {"b": "c"}}, "from 1": {"fields": {"a": "d"}}},
        ),
    ]
    found = plan(versions, 1, 3)
    assert (found.path, found.fields["a"].target) == ((1, 3), "d")


def test_a_field_that_goes_nowhere_is_homeless_and_one_that_goes_to_null_is_let_go():
    fields = {"a": TEXT, "b": TEXT}
    found = plan(
        [version(1, fields), version(2, {"c": TEXT}, migrate={"from 1": {"fields": {"b": None}}})], 1, 2
    )
    assert (found.fields["a"].fate, found.fields["b"].fate) == ("homeless", "dropped")


def test_a_state_without_a_place_and_one_that_would_end_cases_are_told():
    after = version(2, {"a": TEXT}, "otro hecho", migrate={"from 1": {"states": {"nuevo": "hecho"}}})
    found = plan([version(1, {"a": TEXT}, "nuevo viejo hecho"), after], 1, 2)
    assert found.states["viejo"] is None
    assert "nuevo" in found.ends


def test_an_option_that_is_gone_and_another_question_of_a_group_are_looked_at_answer_by_answer():
    choice = {"type": "choice", "options": {"x": {}, "y": {}}}
    group = {"type": "group", "fields": {"p": TEXT}}
    before = version(1, {"c": choice, "g": group})
    after = version(
        2, {"c": {"type": "choice", "options": {"x": {}}}, "g": {"type": "group", "fields": {"q": TEXT}}}
    )
    found = plan([before, after], 1, 2)
    assert {found.fields["c"].fate, found.fields["g"].fate} == {"converted"}


def test_another_deadline_changes_rules_and_another_title_does_not():
    clock = {"calendar": "oficina", "budget": "5 working days", "runs_in": ["nuevo"]}
    before = version(1, {"a": TEXT}, clocks={"c": clock}, title={"es": "Uno"})
    stricter = version(
        2, {"a": TEXT}, clocks={"c": clock | {"budget": "3 working days"}}, title={"es": "Uno"}
    )
    worded = version(2, {"a": TEXT}, clocks={"c": clock}, title={"es": "Otro"}, effective={"basis": "Ley 1"})
    assert plan([before, stricter], 1, 2).changes_rules
    found = plan([before, worded], 1, 2)
    assert (found.changes_rules, found.basis) == (False, "Ley 1")


@pytest.mark.parametrize(("source", "target"), [(2, 1), (1, 1), (1, 9), (9, 2)])
def test_there_is_no_way_back_nor_to_what_is_not_there(source, target):
    with pytest.raises(NoWay):
        plan([version(1, {"a": TEXT}), version(2, {"a": TEXT})], source, target)
