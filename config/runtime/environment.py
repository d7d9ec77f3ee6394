"""The virtual environment: made with uv when it is there, else with venv and pip; from the locked files."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from typing import NoReturn

from . import console, packages
from .child import Command, call
from .errors import Interrupted, Stop
from .place import ROOT, VENV_PYTHON, Place

VENV = ROOT / ".venv"
MARKER = VENV / ".agora-installed.json"
FILES = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
COMMANDS_ON_DEV = {"test", "bench", "lint", "types", "contracts", "lock", "format", "screenshots"}


def enter(arguments: list[str]) -> NoReturn:
    """Prepare .venv for the command and become its Python; leaves with status 1 and a reason otherwise."""
    command = arguments[0] if arguments else "help"
    try:
        ensure("dev" if command in COMMANDS_ON_DEV else "run")
    except Stop as stop:
        console.show_stop(stop)
        raise SystemExit(1) from None
    except (Interrupted, KeyboardInterrupt):
        raise SystemExit(130) from None
    main = str(ROOT / "config" / "runtime" / "__main__.py")
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), main, *arguments])


def ensure(kind: str) -> None:
    """Make and fill .venv unless the recorded digest of the requirement file says that it is done."""
    wanted = FILES[kind]
    usable = works()
    if usable and installed().get(wanted) == digest(wanted):
        return
    console.heading("Preparing Python")
    place = Place("setup")
    place.prepare()
    if not usable:
        create(place)
    install(wanted, place)
    files = FILES.values() if kind == "dev" else [wanted]
    MARKER.write_text(json.dumps({name: digest(name) for name in files}), encoding="utf-8")


def digest(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def installed() -> dict[str, str]:
    try:
        return dict(json.loads(MARKER.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def works() -> bool:
    """Whether .venv has an interpreter that still runs and is new enough (an upgrade may have moved it)."""
    check = "import sys, encodings, ctypes; raise SystemExit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([VENV_PYTHON, "-c", check], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def create(place: Place) -> None:
    if VENV.is_symlink() or VENV.is_file():
        raise Stop(f"{VENV} is in the way.", f"Remove it: rm {VENV}")
    log = place.logs / "venv.log"
    with console.step("Making the environment .venv") as step:
        if shutil.which("uv"):
            call(["uv", "venv", "--clear", "--python", sys.executable, VENV], log=log, step=step)
            return
        if not _venv_module_is_whole():
            packages.install([f"python3.{sys.version_info.minor}-venv"], step, log)
        if not _venv_module_is_whole():
            line = packages.line_to_type([f"python3.{sys.version_info.minor}-venv"])
            raise Stop(
                "This Python cannot make virtual environments: its venv module is not installed.", line
            )
        call([sys.executable, "-m", "venv", "--clear", VENV], log=log, step=step)


def _venv_module_is_whole() -> bool:
    probe = subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True)
    return probe.returncode == 0


def install(name: str, place: Place) -> None:
    """Fill .venv from a locked file; a uv that fails (another index, a proxy) is followed by pip."""
    log = place.logs / "install.log"
    has_pip = (VENV / "bin" / "pip").exists()
    console.say(console.paint("  The first time this takes a few minutes.", "dim"))
    with console.step(f"Installing {name}") as step:
        if shutil.which("uv"):
            try:
                arguments: Command = [
                    "--python",
                    VENV_PYTHON,
                    "--compile-bytecode",
                    "--require-hashes",
                    "-r",
                    ROOT / name,
                ]
                call(["uv", "pip", "install", *arguments], log=log, step=step, unwatched=True)
                return
            except Stop:
                step.note("uv failed; trying pip")
        if not has_pip:
            call([VENV_PYTHON, "-m", "ensurepip"], log=log, step=step)
        options = [
            "--no-deps",
            "--require-hashes",
            "--no-input",
            "--disable-pip-version-check",
            "--progress-bar=off",
        ]
        try:
            call([VENV_PYTHON, "-m", "pip", "install", *options, "-r", ROOT / name], log=log, step=step)
        except Stop as stop:
            raise Stop(
                "The locked packages could not be installed.",
                "Look at the end of the log above. Behind a proxy, set HTTPS_PROXY or PIP_INDEX_URL and run "
                f"the same command again.\nWhole log: {log}",
                stop.tail,
            ) from None
