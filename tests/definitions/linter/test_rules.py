"""Every rule speaks on its bad example, at its place, and of nothing else; on its good one it is silent."""

import re
from pathlib import Path

import pytest
import yaml

import casetypes
from casetypes.definitions.checking import breaks_with
from casetypes.definitions.linter.pages import rule_pages
from casetypes.definitions.linter.rules import RULES
from casetypes.definitions.loader import load_city
from casetypes.definitions.models import CaseTypeVersion
from casetypes.definitions.problems import Problem
from casetypes.definitions.rule_page import RulePage
from tests.definitions.examples import FILES, VILLA, file_of, lint_example, lint_villa, places, said

PAGES = rule_pages()
# The id where a problem is made: behind the place, or behind the key that a check names.
PRINTED = re.compile(r'(?:\bcolumn, |RULE = |rule=|_at\(loaded, "\w+", )"([a-z]+(?:-[a-z]+)+)"')


def those_of(speaker: str):
    return pytest.mark.parametrize(
        "page", [page for page in PAGES.values() if page.speaker == speaker], ids=lambda page: page.rule
    )


def errors(problems: list[Problem]) -> list[str]:
    return [str(problem) for problem in problems if problem.severity == "error"]


def test_villa_itself_has_no_error(villa):
    assert errors(lint_villa(villa)) == []


@those_of("lint")
def test_a_rule_is_silent_on_its_good_example(villa, page):
    problems = lint_example(villa, page, page.good)
    assert said(problems, page.rule) == []
    assert errors(problems) == []


@those_of("lint")
def test_a_rule_speaks_on_its_bad_example_where_it_says_and_no_other_rule_does(villa, page):
    problems = lint_example(villa, page, page.bad)
    own = [problem for problem in problems if problem.rule == page.rule]
    assert [(each.file, each.line, each.column) for each in own] == [
        (file_of(page.file), line, column) for line, column in places(villa, page)
    ]
    assert [problem for problem in errors(problems) if problem not in map(str, own)] == []


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES.values() if page.speaker == "publish" and page.file == "service"],
    ids=lambda page: page.rule,
)
def test_a_rule_between_versions_speaks_when_one_replaces_the_other(villa, page):
    document = yaml.safe_load((VILLA / FILES["service"]).read_text("utf-8"))
    live = CaseTypeVersion(number=1, document=document)

    def problems(example: str) -> list[Problem]:
        assert errors(lint_example(villa, page, example)) == []
        return breaks_with(live, load_city(villa).services["bache"])

    assert problems(page.good) == []
    villa.joinpath(FILES["service"]).write_text(VILLA.joinpath(FILES["service"]).read_text("utf-8"), "utf-8")
    [found] = problems(page.bad)
    assert found.rule == page.rule
    assert [(found.line, found.column)] == places(villa, page)


@those_of("test")
def test_a_rule_that_only_a_run_can_find_has_examples_that_lint_clean(villa, page: RulePage):
    assert errors(lint_example(villa, page, page.bad)) == []
    assert errors(lint_example(villa, page, page.good)) == []


def test_a_rule_is_named_after_its_file():
    assert [rule.RULE.replace("-", "_") for rule in RULES] == [
        rule.__name__.rpartition(".")[2] for rule in RULES
    ]


def test_no_rule_is_listed_twice_and_none_is_left_out():
    files = {path.stem for path in Path(RULES[0].__file__).parent.glob("[a-z]*.py")}
    assert sorted(rule.__name__.rpartition(".")[2] for rule in RULES) == sorted(files)


# language.md, "Linter rules".
CONTRACT = """
yaml-syntax duplicate-key yaml-alias unknown-key missing-key wrong-type unknown-state unknown-field
unknown-desk unknown-role unknown-calendar unknown-message unknown-fragment unknown-checklist
unknown-effect unknown-zone unknown-category unreachable-state dead-end-state no-final-state
cannot-finish ambiguous-branch expression-syntax expression-type expression-unset bad-key calc-cycle
nobody-can-act self-approval dishonest-status clock-never-starts clock-never-stops clock-pause-abuse
budget-unreachable checklist-unreachable missing-translation personal-public unsafe-pattern unused
scenario-missing scenario-failed missing-essentials resolved-too-early folio-pattern
removed-without-migration file-too-large
"""


def test_every_rule_of_the_contract_exists():
    assert set(CONTRACT.split()) <= set(PAGES)


def test_every_rule_that_the_code_can_print_has_its_page():
    rooms = [Path(casetypes.__file__).parent / room for room in ("definitions", "proving")]
    texts = [path.read_text("utf-8") for room in rooms for path in room.rglob("*.py")]
    named = {rule for text in texts for rule in PRINTED.findall(text)}
    assert {"fragment-changed", "unknown-fragment", "bad-key"} <= named
    assert named <= set(PAGES)
