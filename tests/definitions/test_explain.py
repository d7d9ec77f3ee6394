"""`definitions explain`: what a rule means, in the language of who asks."""

import pytest

from casetypes.definitions.linter.pages import rule_pages
from casetypes.definitions.rule_page import PLACE
from tests.definitions.test_commands import run


def test_a_rule_is_explained_with_its_examples_and_the_way_to_mend_it():
    code, out, _err = run("explain", "unknown-desk", "--language", "en")
    assert code == 0
    assert out.splitlines() == [
        "unknown-desk: A desk that does not exist",
        "",
        "Cases would be sent to a desk that does not exist, and nobody would see them.",
        "",
        "Bad:",
        "    desk: bacheos",
        "          ^",
        "",
        "Good:",
        "    desk: bacheo",
        "",
        "How to mend it: Use a key of desks.yaml, or add the desk there.",
    ]


def test_the_citys_own_language_is_spoken_when_none_is_asked_for():
    out = run("explain", "unknown-desk")[1]
    assert "unknown-desk: Una mesa que no existe" in out
    assert "Cómo corregirlo: Use una clave de desks.yaml, o agregue ahí la mesa." in out


def test_all_rules_are_listed_with_their_titles():
    lines = run("explain", "--language", "es")[1].splitlines()
    assert [line.split()[0] for line in lines] == list(rule_pages())
    assert "unknown-state" in rule_pages() and "scenario-failed" in rule_pages()


def test_a_rule_that_does_not_exist_is_asked_back():
    code, out, err = run("explain", "unknown-stat", "--language", "es")
    assert (code, out) == (2, "")
    assert err == "no hay una regla «unknown-stat». ¿Quiso decir «unknown-state»?\n"


@pytest.mark.parametrize("page", rule_pages().values(), ids=lambda page: page.rule)
def test_every_rule_is_explained_in_spanish_and_in_english(page):
    spanish, english = (run("explain", page.rule, "--language", code)[1] for code in ("es", "en"))
    for words in (page.title, page.why, page.mend):
        assert words in english
        assert words not in spanish
    assert PLACE not in spanish
    assert max(map(len, english.split("\n    "))) < 600
