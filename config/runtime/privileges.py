"""Who the children run as: PostgreSQL and Valkey never as root, Python only when it must."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .place import ROOT, VENV_PYTHON, Place


@dataclass(frozen=True)
class Account:
    """An unprivileged user of the system. `reads_project`: whether it can enter the project's folder."""

    name: str
    uid: int
    gid: int
    reads_project: bool = False

    def popen(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can(self, argv: Sequence[str | Path], cwd: Path = Path("/")) -> bool:
        """Whether this user can run the command there and it succeeds."""
        try:
            done = subprocess.run(argv, cwd=cwd, capture_output=True, timeout=60, **self.popen())
        except (OSError, subprocess.SubprocessError):
            return False
        return done.returncode == 0

    def can_write(self, folder: Path) -> bool:
        return self.can(["/bin/sh", "-c", 'cd "$1" && test -w .', "sh", folder])


def unprivileged(place: Place) -> Account | None:
    """None for an ordinary user; for root the owner of the city's data, of the project, or `nobody`."""
    if os.geteuid() != 0:
        return None
    for path in (place.var / "postgres", place.system / "postgres", ROOT):
        entry = _owner(path)
        if entry is not None and entry.pw_uid != 0:
            break
    else:
        entry = pwd.getpwnam("nobody")
    account = Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    reads = account.can(["/bin/sh", "-c", 'cd "$1" && test -r manage.py', "sh", ROOT])
    return Account(account.name, account.uid, account.gid, reads)


def _owner(path: Path) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwuid(path.stat().st_uid)
    except (OSError, KeyError):
        return None


def data_folder(place: Place, name: str, account: Account | None) -> Path:
    """`var/<city>/<name>`, or the same under /var/lib/agora when a parent folder is closed to the account."""
    own, outside = place.var / name, place.system / name
    if outside.exists() and account is not None and not own.exists():
        return outside
    existed = own.exists()
    own.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account is None:
        return own
    os.chown(own, account.uid, account.gid)
    if account.can_write(own):
        return own
    if not existed:
        own.rmdir()
    outside.mkdir(mode=0o755, parents=True, exist_ok=True)
    outside.chmod(0o700)
    os.chown(outside, account.uid, account.gid)
    return outside


def executable(place: Place, probe: Path, folders: Sequence[Path], account: Account | None) -> Path:
    """`probe` itself when the account can run it, otherwise its twin in a copy of `folders` that it can.

    `folders` are siblings in site-packages; `probe` lies in one of them and knows `--version`.
    """
    if account is None or account.can([probe, "--version"]):
        return probe
    base = folders[0].parent
    stat = probe.stat()
    copy = place.system.parent / "bin" / f"{folders[0].name}-{stat.st_size}-{int(stat.st_mtime)}"
    twin = copy / probe.relative_to(base)
    if not twin.exists():
        unfinished = copy.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        for folder in folders:
            shutil.copytree(folder, unfinished / folder.name, symlinks=True)
        for path in [unfinished, *unfinished.rglob("*")]:
            if not path.is_symlink():
                mode = path.stat().st_mode
                path.chmod(mode | (0o555 if mode & 0o100 else 0o444))
        unfinished.replace(copy)
    return twin


def python_account(place: Place, account: Account | None) -> Account | None:
    """The account when it can run the project's Python and write the city's folder; None: stay who we are."""
    if account is None or not account.reads_project:
        return None
    give(place.var, account)
    probe = "import sys, django, celery; open(sys.argv[1] + '/.probe', 'w').close()"
    able = account.can([VENV_PYTHON, "-c", probe, place.var], cwd=ROOT)
    (place.var / ".probe").unlink(missing_ok=True)
    if not able:
        give(place.var, Account("root", 0, 0), besides={"postgres", "valkey"})
    return account if able else None


def give(folder: Path, account: Account, besides: frozenset[str] | set[str] = frozenset()) -> None:
    """Everything in the folder belongs to the account; links are not followed."""
    for top, folders, files in os.walk(folder):
        if Path(top) == folder:
            folders[:] = [name for name in folders if name not in besides]
        for path in (top, *(os.path.join(top, name) for name in files)):  # noqa: PTH118
            if os.lstat(path).st_uid != account.uid:
                os.chown(path, account.uid, account.gid, follow_symlinks=False)
