"""YAML as the language reads it: 1.2 scalars, places, refusals with a plain hint."""

import json
import math
import string

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casetypes.definitions.loader.limits import MAX_BYTES
from casetypes.definitions.loader.reading import read_bytes, read_text
from casetypes.definitions.loader.scalars import resolve


def read(text):
    document = read_text(text, "services/x.yaml")
    return document.data, [str(problem) for problem in document.problems]


@pytest.mark.parametrize(
    "word", ["no", "yes", "on", "off", "12:30", "1_000", "2026-12-01", ".inf", ".nan", "1e999", "y"]
)
def test_words_that_older_yaml_turns_into_something_else_stay_text(word):
    assert read(f"a: {word}") == ({"a": word}, [])


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("0x1f", 31),
        ("1.50", 1.5),
    ],
)
def test_booleans_nulls_and_numbers_are_what_yaml_1_2_says(word, value):
    assert read(f"a: {word}") == ({"a": value}, [])


def test_keys_are_always_text():
    assert read("1: a\ntrue: b")[0] == {"1": "a", "true": "b"}


def test_places_count_from_one_and_point_at_key_and_value():
    document = read_text("a:\n  bé: [x, {c: 'd'}]\n", "f.yaml")
    place = document.marks.value(("a", "bé", 1, "c"))
    assert (place.line, place.column, place.quote) == (2, 15, 1)
    assert document.marks.key(("a", "bé", 1, "c")).column == 12


def test_all_duplicate_keys_are_reported_and_the_first_counts():
    data, problems = read("a: 1\na: 2\nb: {c: 1, c: 2}")
    assert data == {"a": 1, "b": {"c": 1}}
    assert problems == [
        'services/x.yaml:2:1 duplicate-key: "a" is written twice here. Keep one of them.',
        'services/x.yaml:3:11 duplicate-key: "c" is written twice here. Keep one of them.',
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a: &x 1", "yaml-alias"),
        ("a: *x", "yaml-alias"),
        ("a: !!str 1", "yaml-syntax"),
        ("a: !!python/object:os.system {}", "yaml-syntax"),
    ],
)
def test_anchors_aliases_and_tags_are_refused_where_they_stand(text, rule):
    [problem] = read(text)[1]
    assert problem.startswith(f"services/x.yaml:1:4 {rule}: ")


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("a: {es: ?Qué pasa, en: What}", 1, 'begins with "?" needs quotes'),
        ("a: {es: Hoyo: grande, en: x}", 1, 'with ":" needs quotes'),
        ("a: {es: Hoyo #3, en: x}\nb: 1", 2, 'Look at line 1. Inside braces a text with "#"'),
        ("a:\n\tb: 1", 2, "indented with a tab; use spaces"),
        ("a: {es: “Hola: x”, en: y}", 1, "curly quotes; write straight ones"),
        ("a: Nota: esto", 1, 'A text with ": " needs quotes'),
        ("a: @casa", 1, 'begins with "@" needs quotes'),
        ("a: {es: 'it's', en: y}", 1, "put the text in double quotes"),
    ],
)
def test_the_commonest_slips_get_a_hint_in_plain_words(text, line, hint):
    [problem] = read(text)[1]
    assert problem.startswith(f"services/x.yaml:{line}:")
    assert "yaml-syntax" in problem
    assert hint in problem


@pytest.mark.parametrize(
    "text",
    ["", "# only a comment", "- a", "just text", "a: 1\n---\nb: 2", "[a, b]: 1", "a: \x00", "a: \ud800"],
)
def test_what_is_no_single_mapping_is_one_problem_and_never_an_exception(text):
    assert len(read(text)[1]) == 1


def test_a_yaml_bomb_and_deep_nesting_are_refused_quickly():
    assert "nested deeper" in read("a: " + "[" * 5000 + "]" * 5000)[1][0]
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"
    assert {problem.split()[1] for problem in read(bomb)[1]} == {"yaml-alias:"}


def test_a_file_over_the_limit_or_of_another_encoding_is_refused():
    assert "file-too-large" in str(read_bytes(b"a: " + b"x" * MAX_BYTES, "f.yaml").problems[0])
    assert "f.yaml:2:4 yaml-syntax: the file is not UTF-8" in str(
        read_bytes(b"a: 1\nb: \xff", "f.yaml").problems[0]
    )
    assert read_bytes("\ufeffa: ñ".encode(), "f.yaml").data == {"a": "ñ"}


@given(st.text(max_size=300))
def test_no_text_makes_the_reader_fail(text):
    document = read_text(text, "f.yaml")
    assert document.data is not None or document.problems


NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=6)
LEAVES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20),
    st.integers(-(10**9), 10**9), st.booleans(), st.none(),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
)  # fmt: skip
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3)
)


@given(st.dictionaries(NAMES, TREES, min_size=1, max_size=4))
def test_what_was_written_as_json_is_read_back_the_same(data):
    assert read_text(json.dumps(data, ensure_ascii=False), "f.yaml").data == data


@given(st.dictionaries(NAMES, TREES, min_size=1, max_size=4))
def test_every_value_has_a_place_inside_the_file(data):
    text = yaml.dump(data, allow_unicode=True)
    document = read_text(text, "f.yaml")
    lines = text.split("\n")

    def walk(value, path):
        mark = document.marks.value(path)
        assert path in document.marks
        assert 1 <= mark.line <= len(lines)
        for key, inner in (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        ):
            walk(inner, (*path, key))

    for key, value in (document.data or {}).items():
        walk(value, (key,))


@given(st.text(max_size=60))
def test_a_plain_scalar_is_never_a_number_that_json_cannot_say(text):
    value = resolve(text)
    assert not isinstance(value, float) or math.isfinite(value)


@pytest.mark.parametrize(
    "text",
    [
        "a:\n  b: 1\n c: 2\n",
        "a:\n    b: 1\n  c: 2\n",
        "a: 1\n  b: 2\n",
        "a:\n  - 1\n  b: 2\n",
        "a: - 1\n",
        "a:\n  b\n  c: 1\n",
        "a: [1, 2\nb: 1\n",
        "  a: 1\nb: 2\n",
        "a: 1\nb\n",
    ],
)
def test_a_broken_indent_is_told_in_plain_words(text):
    (problem,) = read_text(text, "f.yaml").problems
    assert problem.rule == "yaml-syntax"
    assert "this line" in problem.hint
