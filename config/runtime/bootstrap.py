"""What `make` calls with whatever Python the machine has: find 3.11 or later, prepare .venv, hand over to it.

Kept readable by old interpreters so that they can say what is missing. Standard library only.
"""

import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120
ROOT = os.path.dirname(os.path.dirname(HERE))  # noqa: PTH120
NEEDED = (3, 11)
NAMES = ["python3.13", "python3.12", "python3.11", "python3.14", "python3"]
MISSING = """
  Ágora needs Python 3.11 or later; this is {version} and no newer one is on the PATH.
    Debian 12, Ubuntu 24.04 or later:  sudo apt-get install python3 python3-venv
    Fedora:                            sudo dnf install python3.12
    any Linux or macOS, with uv:       https://docs.astral.sh/uv (then run this command again)
"""


def newer_python() -> str:
    """The path of a new enough interpreter that really runs (a shim may not), or nothing."""
    check = "import sys; raise SystemExit(sys.version_info < (3, 11))"
    for name in NAMES:
        path = shutil.which(name)
        if (
            path
            and subprocess.call([path, "-c", check], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            == 0
        ):
            return path
    return ""


def uv_python() -> str:
    """A .venv with a Python that uv brings along, when uv is there; its path or nothing."""
    target = os.path.join(ROOT, ".venv")  # noqa: PTH118
    if shutil.which("uv") and subprocess.call(["uv", "venv", "--clear", "--python", "3.12", target]) == 0:
        return os.path.join(target, "bin", "python")  # noqa: PTH118
    return ""


def main() -> None:
    if sys.version_info < NEEDED:
        python = newer_python() or uv_python()
        if not python:
            raise SystemExit(MISSING.format(version=sys.version.split()[0]))
        os.execv(python, [python, os.path.abspath(__file__), *sys.argv[1:]])  # noqa: PTH100
    sys.path[0] = os.path.dirname(HERE)  # noqa: PTH120
    from runtime.environment import enter

    enter(sys.argv[1:])


if __name__ == "__main__":
    main()
