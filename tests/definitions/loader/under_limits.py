"""Run `definitions lint` on many files, each in a process of its own with little memory and time.

Django is set up once in a child; every file is linted by a fork of it, whose limits the kernel enforces.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.definitions.loader.hostile import Hostile

MEMORY = 256 * 1024 * 1024  # bytes more than the process has when it begins
SECONDS = 10
ROOT = Path(__file__).parents[3]


class Ended(NamedTuple):
    """How the process ended: its exit code, or the signal that ended it; and what it wrote."""

    code: int
    signal: int
    output: str


def lint_under_limits(place: Path, files: Sequence[Hostile]) -> dict[str, Ended]:
    """Each file in turn at `place`, the text of a service in a city's folder; by name."""
    with tempfile.TemporaryDirectory() as folder:
        for number, one in enumerate(files):
            (Path(folder) / f"{number}").write_bytes(one.content)
        command = [sys.executable, "-m", "tests.definitions.loader.under_limits", folder, str(place)]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=True
        )
    return {one.name: Ended(*row) for one, row in zip(files, json.loads(done.stdout), strict=True)}


def main(folder: Path, place: Path) -> None:
    """In the child: one row per file, as JSON."""
    import django

    django.setup()
    rows = []
    for number in range(len(list(folder.iterdir()))):
        place.write_bytes((folder / f"{number}").read_bytes())
        rows.append(_fork(place))
    sys.stdout.write(json.dumps(rows))


def _fork(place: Path) -> Ended:
    with tempfile.TemporaryFile() as written:
        child = os.fork()
        if not child:
            os._exit(_lint(place, written.fileno()))
        _pid, status = os.waitpid(child, 0)
        written.seek(0)
        output = written.read().decode("utf-8", "replace")
    if os.WIFSIGNALED(status):
        return Ended(-1, os.WTERMSIG(status), output)
    return Ended(os.WEXITSTATUS(status), 0, output)


def _lint(place: Path, out: int) -> int:
    """In the fork: 0 clean, 1 errors; 3 when it fell over."""
    from django.core.management import call_command

    os.dup2(out, 1)
    os.dup2(out, 2)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        call_command("definitions", "lint", str(place), "--format", "json", "--language", "en")
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException as error:
        sys.stderr.write(f"{type(error).__name__}: {error}")
        code = 3
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
