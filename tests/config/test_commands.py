"""What the commands of `make` say when they cannot do what was asked."""

import ast
import socket
import stat
import sys

import pytest

from config.runtime import packages, ports
from config.runtime.place import ROOT


@pytest.fixture
def busy_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def free_port(var):
    return str(ports.remembered(var / "a-port.json", "web"))


def test_a_busy_port_is_reported_with_the_way_out(make, busy_port):
    done = make("run", PORT=str(busy_port))
    assert done.returncode == 1
    assert f"Port {busy_port} is already in use by " in done.stdout
    assert "use another port: PORT=" in done.stdout
    assert "make run" in done.stdout


@pytest.mark.parametrize("port", ["eight", "0", "70000"])
def test_a_port_that_is_none_is_refused(make, port):
    done = make("run", PORT=port)
    assert done.returncode == 1
    assert f"PORT={port} is no port number" in done.stdout


def test_an_unknown_city_is_answered_with_the_known_ones(make):
    done = make("run", CITY="atlantis")
    assert done.returncode == 1
    assert "no city called 'atlantis'" in done.stdout
    assert "hermosillo, torreon" in done.stdout


def test_a_database_that_does_not_answer_is_named_without_its_password(make, free_port):
    done = make("run", DATABASE_URL="postgres://ana:hush-hush@127.0.0.1:9/agora", PORT=free_port)
    assert done.returncode == 1
    assert "The database agora at 127.0.0.1:9 cannot be used" in done.stdout
    assert "hush-hush" not in done.stdout + done.stderr


def test_a_folder_that_cannot_be_made_is_explained(make, free_port, var):
    (var / "torreon").write_text("in the way", encoding="utf-8")
    done = make("run", CITY="torreon", PORT=free_port)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert str(var / "torreon") in done.stdout


def test_reset_deletes_nothing_when_nobody_answers(make, var):
    (var / "torreon").mkdir()
    done = make("reset", CITY="torreon")
    assert done.returncode == 1
    assert "YES=1 make reset" in done.stdout
    assert (var / "torreon").is_dir()


def test_reset_deletes_only_the_city_it_was_asked_to(make, var):
    for city in ("torreon", "hermosillo"):
        (var / city).mkdir()
        (var / city / "secrets").write_text("SECRET_KEY=x\n", encoding="utf-8")
    done = make("reset", CITY="torreon", YES="1")
    assert done.returncode == 0
    assert [path.name for path in var.iterdir()] == ["hermosillo"]


def test_the_first_script_can_be_read_by_old_interpreters_and_imports_only_the_standard_library():
    tree = ast.parse((ROOT / "config/runtime/bootstrap.py").read_text("utf-8"), feature_version=(3, 7))
    imports = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    assert imports <= sys.stdlib_module_names


def test_every_target_of_the_makefile_says_what_it_does(make):
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    phony = next(line for line in lines if line.startswith(".PHONY:")).split()[1:]
    for target in phony:
        assert any(line.startswith(f"{target}:") and "## " in line for line in lines), target


def test_secrets_are_in_the_citys_folder_and_closed_to_others(make, free_port, var):
    make("run", DATABASE_URL="postgres://x@127.0.0.1:9/x", PORT=free_port)
    mode = (var / "torreon" / "secrets").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_missing_pdf_libraries_are_named_in_the_line_to_type(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("AGORA_APT", "0")
    monkeypatch.setattr(packages, "PANGO", {"libnowhere.so.0": "libnowhere0"})
    assert packages.ensure_pango(tmp_path) is False
    said = capsys.readouterr().out
    assert "PDF reports need two system libraries" in said
    assert packages.line_to_type(["libnowhere0"], "pango") in said
