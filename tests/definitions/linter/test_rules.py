"""Every rule speaks on its bad example, is silent on its good one, and says what it is about."""

import pytest

from casetypes.definitions.linter.rules import RULES
from casetypes.definitions.loader.reading_rules import READING_RULES
from tests.definitions.examples import lint_villa, said

BY_ID = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.RULE)


def test_villa_itself_has_no_error(villa):
    assert [str(problem) for problem in lint_villa(villa) if problem.severity == "error"] == []


@BY_ID
def test_a_rule_is_silent_on_its_good_example(villa, rule):
    problems = lint_villa(villa, rule.GOOD, getattr(rule, "FILE", "service"))
    assert said(problems, rule.RULE) == []
    assert [str(problem) for problem in problems if problem.severity == "error"] == []


@BY_ID
def test_a_rule_speaks_on_its_bad_example(villa, rule):
    problems = lint_villa(villa, rule.BAD, getattr(rule, "FILE", "service"))
    assert said(problems, rule.RULE) != []


@BY_ID
def test_a_rule_is_named_after_its_file_and_explains_itself(rule):
    assert rule.RULE.replace("-", "_") == rule.__name__.rpartition(".")[2]
    assert len(rule.__doc__) > 40


def test_no_rule_is_listed_twice():
    assert len({rule.RULE for rule in RULES}) == len(RULES)


# language.md, "Linter rules". `scenario-failed` comes from running scenarios, which the engine does.
CONTRACT = """
yaml-syntax duplicate-key yaml-alias unknown-key missing-key wrong-type unknown-state unknown-field
unknown-desk unknown-role unknown-calendar unknown-message unknown-fragment unknown-checklist
unknown-effect unknown-zone unknown-category unreachable-state dead-end-state no-final-state
cannot-finish ambiguous-branch expression-syntax expression-type expression-unset bad-key calc-cycle
nobody-can-act self-approval dishonest-status clock-never-starts clock-never-stops clock-pause-abuse
budget-unreachable checklist-unreachable missing-translation personal-public unsafe-pattern unused
scenario-missing missing-essentials resolved-too-early folio-pattern removed-without-migration
file-too-large
"""


def test_every_rule_of_the_contract_exists_and_is_documented():
    assert set(CONTRACT.split()) <= {rule.RULE for rule in RULES} | set(READING_RULES)
    assert all(len(sentence) > 20 for sentence in READING_RULES.values())
