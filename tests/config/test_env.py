"""Where a setting comes from."""

import os
import subprocess
import sys

import pytest

from config import env
from config.runtime.place import ROOT


@pytest.fixture
def asked(var):
    """`asked(NAME, in_file="1", in_environment="2")`: what a fresh Python process finds for NAME."""

    def ask(name: str, *, in_file: str | None = None, in_environment: str | None = None) -> str:
        (var / "torreon").mkdir(exist_ok=True)
        if in_file is not None:
            (var / "torreon" / "run.env").write_text(f"# by make run\n{name}={in_file}\n", encoding="utf-8")
        given = {} if in_environment is None else {name: in_environment}
        clean = {key: value for key, value in os.environ.items() if key not in {name, "CITY"}}
        code = f"from config import env; print(env.text({name!r}, 'the default'))"
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=clean | given,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    return ask


def test_the_environment_wins_over_the_supervisors_file(asked):
    assert asked("BROKER_URL", in_file="redis://file", in_environment="redis://mine") == "redis://mine"


def test_the_supervisors_file_wins_over_the_default(asked):
    assert asked("BROKER_URL", in_file="redis://file") == "redis://file"


def test_an_empty_variable_counts_as_not_given(asked):
    assert asked("BROKER_URL", in_file="redis://file", in_environment="") == "redis://file"


def test_without_either_the_default_holds(asked):
    assert asked("BROKER_URL") == "the default"


def test_values_may_hold_equal_signs_and_comments_are_skipped(tmp_path):
    file = tmp_path / "run.env"
    file.write_text("# a=b\n\nMASTER_KEY=abc=\n", encoding="utf-8")
    assert env.read_env_file(file) == {"MASTER_KEY": "abc="}
