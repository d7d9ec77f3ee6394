"""What the figures were measured on, and whether it was busy with something else."""

import os
import platform
import subprocess
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
SHOWN = ("server_version", "shared_buffers", "fsync", "synchronous_commit", "jit", "work_mem")
BUSY = 0.25  # load per core at the start above which figures are not to be trusted


def describe(url: str) -> dict[str, Any]:
    """Processor, memory, versions, PostgreSQL's settings that matter, commit, load before anything ran."""
    with psycopg.connect(url) as connection:
        postgres = {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in SHOWN}
    load = os.getloadavg()[0]
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "python": platform.python_version(),
        "postgres": postgres,
        "commit": _commit(),
        "load": round(load, 2),
        "busy": load > BUSY * (os.cpu_count() or 1),
    }


def in_words(machine: dict[str, Any]) -> str:
    postgres = machine["postgres"]
    settings = ", ".join(f"{name} {postgres[name]}" for name in SHOWN[1:])
    return (
        f"{machine['cores']} cores ({machine['processor']}), {machine['memory_gb']} GB, "
        f"Python {machine['python']}, PostgreSQL {postgres['server_version']} ({settings}); "
        f"commit {machine['commit']}; load at the start {machine['load']}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _commit() -> str:
    """The commit, with a plus when files differ from it."""
    try:
        return subprocess.run(
            ["git", "describe", "--always", "--dirty=+"], cwd=ROOT, capture_output=True, text=True, timeout=10
        ).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""
