"""The commands of `make`, inside .venv: `.venv/bin/python config/runtime/__main__.py run`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

if __package__ in {None, ""}:
    # Loaded as `runtime`: importing it through the package `config` would load Celery. At the end of the
    # path, because config/ has a celery.py of its own.
    sys.path[0:1] = []
    sys.path.append(str(Path(__file__).resolve().parent.parent))
    __package__ = "runtime"

from . import bench, checks, console, lockfile, messages, reset, run
from .errors import Interrupted, Stop
from .place import ROOT, explain


def shell() -> int:
    """Django's shell, against what `make run` started."""
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "manage.py", "shell"])


def screenshots() -> int:
    """The pictures of the README, from the city that runs or from one started for it."""
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "tests.docs.screenshots"])


def compile_messages() -> int:
    console.say(f"{messages.compile_all()} files compiled.")
    return 0


COMMANDS: dict[str, Callable[[], int]] = {
    "run": run.run,
    "reset": reset.reset,
    "test": checks.test,
    "bench": bench.bench,
    "contracts": lambda: checks.only(checks.CONTRACTS),
    "lint": lambda: checks.only(checks.LINT),
    "types": lambda: checks.only(checks.TYPES),
    "lock": lockfile.lock,
    "messages": compile_messages,
    "screenshots": screenshots,
    "shell": shell,
}


def main(arguments: list[str]) -> int:
    command = COMMANDS.get(arguments[0] if arguments else "")
    if command is None:
        console.say("Commands: " + ", ".join(COMMANDS))
        return 2
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    try:
        return command()
    except Stop as stop:
        console.show_stop(stop)
        return 1
    except (Interrupted, KeyboardInterrupt):
        return 0 if arguments[0] == "run" else 130
    except OSError as error:
        console.show_stop(explain(error, ROOT))
        return 1


def _interrupt(*_: object) -> None:
    raise Interrupted


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
