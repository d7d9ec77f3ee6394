"""Where things of one city are on this machine."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from .errors import Stop

ROOT = Path(__file__).resolve().parent.parent.parent
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"
SYSTEM_DATA = Path("/var/lib/agora")
NEEDED_BYTES = 300 * 1024 * 1024


@dataclass(frozen=True)
class Place:
    """The folder of one city (or of the tests): `var/<name>`.

    `AGORA_VAR` moves `var`; what an unprivileged user must reach but cannot goes to `system`.
    """

    name: str

    @property
    def var(self) -> Path:
        return Path(os.environ.get("AGORA_VAR") or ROOT / "var") / self.name

    @property
    def system(self) -> Path:
        digest = hashlib.sha256(str(self.var.parent).encode()).hexdigest()[:12]
        return SYSTEM_DATA / digest / self.name

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def env_file(self) -> Path:
        return self.var / "run.env"

    def prepare(self) -> None:
        """Make the folders and prove that they can be written; raises Stop with what to do."""
        try:
            self.logs.mkdir(parents=True, exist_ok=True)
            probe = self.var / ".writable"
            probe.write_text("yes", encoding="ascii")
            probe.unlink()
        except OSError as error:
            raise explain(error, self.var) from error
        free = shutil.disk_usage(self.var).free
        if free < NEEDED_BYTES:
            raise Stop(
                f"Only {free // 1024 // 1024} MB are free for {self.var}; PostgreSQL needs room to work.",
                "Free at least 1 GB, or put the data elsewhere: AGORA_VAR=/another/folder make run",
            )


def city_place(city: str) -> Place:
    """The place of a city that has a folder in workflows_yaml; raises Stop naming those that exist."""
    cities = sorted(path.parent.name for path in (ROOT / "workflows_yaml").glob("*/city.yaml"))
    if city not in cities:
        raise Stop(
            f"There is no city called {city!r}: workflows_yaml/{city}/city.yaml does not exist.",
            "Known cities: " + (", ".join(cities) or "none") + ". For example: CITY=torreon make run",
        )
    return Place(city)


def explain(error: OSError, path: Path) -> Stop:
    """A full disk or a closed folder, in words."""
    where = error.filename or path
    if error.errno == 28:
        return Stop(f"The disk is full: {where} could not be written.", "Free at least 1 GB and try again.")
    if error.errno in {1, 13, 30}:
        return Stop(
            f"{where} cannot be written by this user ({error.strerror}).",
            f"Give it to you (sudo chown -R {os.getuid()} {path}) or put the data elsewhere: "
            "AGORA_VAR=/another/folder make run",
        )
    return Stop(f"{where}: {error.strerror or error}.")
