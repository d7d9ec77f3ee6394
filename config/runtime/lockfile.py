"""`make lock`: the locked, hashed requirement files: every platform, no address of a registry."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess

from . import console
from .errors import Stop
from .place import ROOT

OPTIONS = [
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--python-version",
    "3.11",
]


def lock() -> int:
    """Resolve both .in files; the product's is constrained by the development one, so that versions agree."""
    uv = str(ROOT / ".venv" / "bin" / "uv")
    program = uv if shutil.which(uv) else shutil.which("uv")
    if not program:
        raise Stop("Locking needs uv.", "Install it: pip install uv")
    upgrade = shlex.split(os.environ.get("ARGS", ""))
    _compile(program, "requirements-dev", [], upgrade)
    _compile(program, "requirements", ["-c", "requirements-dev.txt"], [])
    return 0


def _compile(program: str, name: str, constraints: list[str], more: list[str]) -> None:
    argv = [program, "pip", "compile", *OPTIONS, "--custom-compile-command", "make lock", *constraints, *more]
    argv += [f"{name}.in", "-o", f"{name}.txt", "--quiet"]
    with console.step(f"Locking {name}.txt") as current:
        current.note("resolving")
        if subprocess.run(argv, cwd=ROOT).returncode != 0:
            raise Stop(f"{name}.in could not be resolved.", "A UV_INDEX_URL may be needed behind a proxy.")
        text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
        if re.search(r"^\s*(--(extra-)?index-url|--find-links)|https?://", text, re.MULTILINE):
            raise Stop(
                f"{name}.txt would name the address of a registry.", "Lock with the public index only."
            )
