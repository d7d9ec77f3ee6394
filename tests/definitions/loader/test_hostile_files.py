"""Files sent by mistake or in bad faith are refused with a place and a plain hint, and the process lives on."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

from casetypes.definitions.loader import load_text
from casetypes.definitions.loader.limits import MAX_CONDITIONS
from casetypes.definitions.loader.reading import read_bytes, read_text
from casetypes.definitions.wording import in_words
from tests.definitions.examples import VILLA
from tests.definitions.loader.hostile import HARMLESS, HOSTILE, Hostile, after, filled
from tests.definitions.loader.under_limits import lint_under_limits

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def linted(tmp_path_factory):
    """What `definitions lint` says of each hostile file, each in a process with little memory and time."""
    city = Path(shutil.copytree(VILLA, tmp_path_factory.mktemp("hostile") / "city"))
    harmless = [Hostile(name, content, "") for name, content in HARMLESS.items()]
    return lint_under_limits(city / "services" / "bache.yaml", [*HOSTILE, *harmless])


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_it_is_refused_within_a_little_memory_and_time_and_says_where_and_what_to_do(linted, hostile):
    ended = linted[hostile.name]
    assert (ended.code, ended.signal) == (1, 0), ended.output[-2000:]
    errors = json.loads(ended.output)["errors"]
    assert 1 <= len(errors) <= MAX_CONDITIONS
    said = [error for error in errors if error["rule"] == hostile.rule and hostile.hint in error["hint"]]
    assert said, errors[:5]
    assert hostile.line in (0, said[0]["line"])
    assert all(error["line"] >= 1 and error["column"] >= 1 for error in errors)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_odd_is_read(linted, name):
    assert linted[name].code == 0
    assert json.loads(linted[name].output)["errors"] == []


def test_the_command_itself_survives_a_bomb(tmp_path):
    """The same through a whole process, as a steward starts it."""
    city = Path(shutil.copytree(VILLA, tmp_path / "city"))
    [bomb] = [one.content for one in HOSTILE if one.name == "a bomb of aliases"]
    (city / "services" / "bomba.yaml").write_bytes(bomb)
    command = [sys.executable, "manage.py", "definitions", "lint", str(city), "--language", "en"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "services/bomba.yaml:1:4 yaml-alias" in ended.stdout
    assert not [line for line in ended.stdout.splitlines() if line.startswith("services/bache.yaml")]


READING_RULES = ("yaml-syntax", "yaml-alias", "duplicate-key", "file-too-large")
READING = [one for one in HOSTILE if one.rule in READING_RULES]


@pytest.mark.parametrize("hostile", READING, ids=lambda hostile: hostile.name)
def test_it_is_told_in_spanish_too(hostile):
    with translation.override("es"):
        for problem in read_bytes(hostile.content, "f.yaml").problems:
            assert in_words(problem.message) != problem.message
            assert not problem.hint or in_words(problem.hint) != problem.hint
            assert problem.hint


def test_a_problem_in_the_middle_of_a_long_text_is_told_where_it_is():
    text = "# ñandú\n" * 500 + "a: 1\nb: 'á' \x7f\n"
    [problem] = read_text(text, "f.yaml").problems
    assert (problem.line, problem.column) == (502, 8)


def test_what_is_close_to_the_limits_is_still_read():
    states = "".join(f"  s{index}: {{public: received}}\n" for index in range(900))
    loaded = load_text(after("states:\n", states) + filled("# x\n", 100_000), "f.yaml")
    assert {problem.rule for problem in loaded.problems} <= {"unknown-fragment"}
    assert len(loaded.partial.states) > 900
