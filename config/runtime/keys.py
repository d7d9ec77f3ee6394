"""The secrets of one installation, made once, and the file that tells them to `manage.py`."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from .place import Place

NAMES = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "MASTER_KEY": lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
    "DATABASE_PASSWORD": lambda: secrets.token_hex(16),
    "BROKER_PASSWORD": lambda: secrets.token_hex(16),
}


def ensure(place: Place) -> dict[str, str]:
    """Every secret of the place; missing ones are made and written (0600), existing ones never change."""
    file = place.var / "secrets"
    known = read(file)
    missing = {name: make() for name, make in NAMES.items() if name not in known}
    if missing:
        known |= missing
        write(file, known, "Losing MASTER_KEY loses every personal answer: keep a copy elsewhere.")
    return known


def read(file: Path) -> dict[str, str]:
    """`NAME=value` lines; a missing file is empty."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def write(file: Path, values: dict[str, str], remark: str) -> None:
    """Replaces the file in one move, readable by its owner only; the owner of an older one is kept."""
    new = file.with_name(file.name + ".new")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(f"# {remark}\n" + "".join(f"{name}={value}\n" for name, value in values.items()))
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)
