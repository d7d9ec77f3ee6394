"""Runs the commands of `make` as real processes, in a folder of their own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.runtime.place import ROOT, Place

RUNTIME = ROOT / "config" / "runtime"


@pytest.fixture
def var(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty `var` that other users can enter (pytest's own folders are closed to them)."""
    folder = Path(tempfile.mkdtemp(prefix="agora-var-"))
    folder.chmod(0o755)
    monkeypatch.setenv("AGORA_VAR", str(folder))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(Place("any").system.parent, ignore_errors=True)


@pytest.fixture
def make(var: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`make("run", PORT="1")`: the command as `make` runs it, with nobody at the keyboard."""

    def run(command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        clean = {
            k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "BROKER_URL", "CITY", "PORT"}
        }
        return subprocess.run(
            [sys.executable, RUNTIME / "__main__.py", command],
            env=clean | {"AGORA_VAR": str(var)} | settings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


@pytest.fixture
def supervise(var: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """`supervise("steady")`: a supervisor process over the children of `supervised.py` of those kinds."""
    started: list[subprocess.Popen[str]] = []

    def start(*kinds: str) -> subprocess.Popen[str]:
        output = (var / "output").open("w", encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("supervised.py"), *kinds],
            stdout=output,
            stderr=output,
            text=True,
            env=dict(os.environ) | {"PYTHONUNBUFFERED": "1"},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
