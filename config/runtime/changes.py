"""What was done for which content, so that a second start does only what changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from .place import ROOT, Place

CODE = ("casetypes", "cms", "api", "reports", "config/settings")


class Record:
    """`var/<city>/done.json`: step name → digest of what it was done for."""

    def __init__(self, place: Place) -> None:
        self.file = place.var / "done.json"

    def has(self, name: str, digest: str) -> bool:
        return self._read().get(name) == digest

    def mark(self, name: str, digest: str) -> None:
        self.file.write_text(json.dumps(self._read() | {name: digest}, indent=1), encoding="utf-8")

    def _read(self) -> dict[str, str]:
        try:
            return dict(json.loads(self.file.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return {}


def of_contents(files: Iterable[Path], *more: str) -> str:
    digest = hashlib.sha256("\0".join(more).encode())
    for path in sorted(files):
        digest.update(str(path).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def migrations() -> list[Path]:
    return [*_python_in("*/migrations"), ROOT / "requirements.txt"]


def city(name: str) -> list[Path]:
    """The definitions and the code that loads them."""
    definitions = [p for p in (ROOT / "workflows_yaml" / name).rglob("*") if p.is_file()]
    return [*definitions, *_python_in("*"), ROOT / "requirements.txt"]


def people(name: str) -> list[Path]:
    """The roles and desks of a city, and the code that makes its demonstration people."""
    return [ROOT / "workflows_yaml" / name / "desks.yaml", *(ROOT / "casetypes" / "access").glob("*.py")]


def static() -> str:
    """Names, sizes and times are enough here: there are thousands of files."""
    folders = [ROOT / "themes", *(ROOT / top for top in CODE)]
    files = [p for folder in folders for p in folder.rglob("static/**/*") if p.is_file()]
    facts = [f"{p}:{p.stat().st_size}:{p.stat().st_mtime_ns}" for p in sorted(files)]
    return of_contents([ROOT / "requirements.txt", *(ROOT / "config/settings").glob("*.py")], *facts)


def _python_in(folder: str) -> list[Path]:
    """Python files of the product whose folder matches, e.g. `*/migrations`."""
    files = (p for top in CODE for p in (ROOT / top).rglob("*.py"))
    return [p for p in files if p.parent.match(folder)]
