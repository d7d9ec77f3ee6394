"""What the loader and the linter say, in Spanish: every sentence they have, with its values."""

import copy

import pytest
from django.utils import translation

from casetypes.definitions.linter.rules import RULES
from casetypes.definitions.loader import load_text
from casetypes.definitions.problems import Phrase, phrase
from casetypes.definitions.wording import in_words
from tests.definitions.examples import lint_villa


@pytest.fixture
def spanish():
    with translation.override("es"):
        yield


def test_a_phrase_is_its_english_text_and_knows_how_it_was_made():
    made = phrase('no desk "%(desk)s"', desk="bacheos")
    assert made == 'no desk "bacheos"'
    assert copy.deepcopy(made).values == {"desk": "bacheos"}


def test_a_sentence_is_said_in_the_readers_language_with_its_parts(villa, spanish):
    [problem] = [one for one in lint_villa(villa, "desk: bacheos") if one.rule == "unknown-desk"]
    assert in_words(problem.message) == '"desk" nombra la mesa «bacheos»'
    assert in_words(problem.hint) == "¿Quiso decir «bacheo»?"
    with translation.override("en"):
        assert in_words(problem.message) == problem.message


def test_a_value_of_another_kind_is_told_in_spanish(spanish):
    problems = load_text("agora: 1\nkind: calendars\ncalendars: 3\n", "calendars.yaml").problems
    assert "calendars debe ser un conjunto de claves, no 3" in [in_words(one.message) for one in problems]


def test_the_commonest_slips_of_yaml_are_told_in_spanish(spanish):
    [problem] = load_text("\ttitle: x\n", "x.yaml").problems
    assert in_words(problem.hint) == "Esta línea está sangrada con tabulador; use espacios."


@pytest.mark.parametrize(
    "rule", [each for each in RULES if not hasattr(each, "SPEAKER")], ids=lambda rule: rule.RULE
)
def test_a_rule_says_its_sentence_in_spanish(villa, spanish, rule):
    """Expressions are told by CEL itself, folios by the kernel."""
    if rule.RULE.startswith(("expression", "folio", "confidential")):
        pytest.skip("its sentence comes from elsewhere")
    problems = [
        one for one in lint_villa(villa, rule.BAD, getattr(rule, "FILE", "service")) if one.rule == rule.RULE
    ]
    told = [one.message for one in problems if isinstance(one.message, Phrase)]
    assert told and all(in_words(message) != message for message in told)


def test_a_text_of_another_origin_stays_as_it_is(spanish):
    assert (
        in_words("found character that cannot start any token")
        == "found character that cannot start any token"
    )
