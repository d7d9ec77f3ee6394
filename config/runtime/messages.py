"""Compiles the translations (.po → .mo) in Python: a newcomer has no gettext programs."""

from __future__ import annotations

import os
from pathlib import Path

from .place import ROOT

TOPS = ("themes", "casetypes", "cms", "api", "reports")


def sources() -> list[Path]:
    return sorted(path for top in TOPS for path in (ROOT / top).rglob("locale/*/LC_MESSAGES/*.po"))


def stale() -> list[Path]:
    """Sources whose .mo is missing or older."""
    return [po for po in sources() if not _is_fresh(po)]


def compile_all() -> int:
    """Compile what is stale; the number of files written. Fuzzy entries are left out, as msgfmt does."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    todo = stale()
    for po in todo:
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name)
        unfinished = po.with_suffix(f".mo.{os.getpid()}")
        with unfinished.open("wb") as target:
            write_mo(target, catalogue)
        unfinished.replace(po.with_suffix(".mo"))
    return len(todo)


def _is_fresh(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns
