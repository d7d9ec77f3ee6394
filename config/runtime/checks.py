"""`make test` and its parts: every stage runs even when one fails; one line at the end sums up."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from . import console, keys, messages, packages, ports, postgres, valkey
from .child import Command, dying_with_parent
from .instance import only_one
from .place import ROOT, Place
from .privileges import unprivileged
from .supervisor import Supervisor

BIN = ROOT / ".venv" / "bin"
CONTRACTS: Sequence[Command] = [[BIN / "lint-imports"]]
LINT: Sequence[Command] = [[BIN / "ruff", "check", "."], [BIN / "ruff", "format", "--check", "."]]
TYPES: Sequence[Command] = [[BIN / "mypy", "config", "casetypes", "reports", "api", "cms"]]
NO_BROWSER = "no Chromium on this machine"


@dataclass(frozen=True)
class Stage:
    name: str
    passed: bool
    seconds: float


@dataclass(frozen=True)
class Tally:
    """What pytest counted; `journeys` are the browser journeys skipped for want of a browser."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    journeys: int = 0


def only(commands: Sequence[Command]) -> int:
    """Run the commands of one stage; 1 when any fails."""
    return 0 if _all_pass(commands) else 1


def test() -> int:
    """All stages; 0 only when every one passed."""
    began = time.monotonic()
    place = Place("test")
    place.prepare()
    with only_one(place, "", "make test"):
        messages.compile_all()
        browser = packages.ensure_chromium(place.logs)
        packages.ensure_pango(place.logs)
        stages = [_stage(name, commands) for name, commands in _static_stages().items()]
        report = place.var / "pytest.xml"
        report.unlink(missing_ok=True)
        with Supervisor() as supervisor:
            console.heading("tests")
            env = start_servers(supervisor, place) | ({"CHROMIUM": browser} if browser else {})
            stages.append(_stage("tests", [_pytest(report)], env))
    return summarise(stages, read_report(report), time.monotonic() - began)


def _static_stages() -> dict[str, Sequence[Command]]:
    return {"contracts": CONTRACTS, "lint": LINT, "types": TYPES}


def _pytest(report: Path) -> Command:
    workers = os.environ.get("TEST_WORKERS") or str(min(8, (os.cpu_count() or 1) + 1))
    arguments = shlex.split(os.environ.get("ARGS", ""))
    return [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        workers,
        "--dist=worksteal",
        f"--junitxml={report}",
        *arguments,
    ]


def start_servers(supervisor: Supervisor, place: Place) -> dict[str, str]:
    """A PostgreSQL and a Valkey of the tests' own, without durability; the environment that names them."""
    account, secrets = unprivileged(place), keys.ensure(place)
    known = place.var / "ports.json"
    port, password = ports.remembered(known, "postgres"), secrets["DATABASE_PASSWORD"]
    server = postgres.prepare(place, port=port, password=password, account=account, options=postgres.FAST)
    supervisor.start(server, "Starting PostgreSQL for the tests")
    env = {"DATABASE_URL": postgres.url(port, password, "postgres")}
    port, password = ports.remembered(known, "valkey"), secrets["BROKER_PASSWORD"]
    broker = valkey.prepare(place, port=port, password=password, account=account, durable=False)
    supervisor.start(broker, "Starting Valkey for the tests")
    return env | {"BROKER_URL": valkey.url(port, password, 0), "AGORA_VAR": str(place.var / "cities")}


def _stage(name: str, commands: Sequence[Command], env: dict[str, str] | None = None) -> Stage:
    if name != "tests":
        console.heading(name)
    began = time.monotonic()
    passed = _all_pass(commands, env)
    return Stage(name, passed, time.monotonic() - began)


def _all_pass(commands: Sequence[Command], env: dict[str, str] | None = None) -> bool:
    """Every command runs, whatever the one before it said."""
    return [_run(command, env) for command in commands].count(False) == 0


def _run(command: Command, env: dict[str, str] | None = None) -> bool:
    """In a group of its own, so that an interrupted stage leaves nothing running."""
    kept = {
        name: value for name, value in os.environ.items() if name not in {"CITY", "DJANGO_SETTINGS_MODULE"}
    }
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env=kept | (env or {}),
        stdin=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=dying_with_parent(signal.SIGTERM),
    )
    try:
        return process.wait() == 0
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def read_report(report: Path) -> Tally:
    """The numbers of pytest's own report; nothing when it never came to writing one."""
    try:
        cases = list(ElementTree.parse(report).iter("testcase"))  # noqa: S314
    except (OSError, ElementTree.ParseError):
        return Tally()
    failed = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
    reasons = [case.find("skipped") for case in cases]
    skipped = [reason.get("message") or "" for reason in reasons if reason is not None]
    journeys = sum(1 for reason in skipped if NO_BROWSER in reason)
    return Tally(len(cases) - failed - len(skipped), failed, len(skipped), journeys)


def summarise(stages: Sequence[Stage], tally: Tally, seconds: float) -> int:
    """Print one line for all stages and pytest's numbers; the exit status."""
    failed = [stage.name for stage in stages if not stage.passed]
    marks = [f"{s.name} {'ok' if s.passed else 'FAILED'} ({console.duration(s.seconds)})" for s in stages]
    console.heading(" · ".join([*marks, f"in all {console.duration(seconds)}"]))
    if tally.journeys:
        console.say(
            console.paint(f"!!! {tally.journeys} browser journeys were skipped: {NO_BROWSER} !!!", "red")
        )
    if failed:
        console.say(console.paint(f"make test failed: {', '.join(failed)}", "red"))
    lost = tally.failed or (1 if failed else 0)
    console.say(f"{tally.passed} passed, {lost} failed, {tally.skipped} skipped")
    return 1 if failed else 0
