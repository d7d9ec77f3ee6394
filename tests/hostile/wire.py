"""The web as production runs it, and a caller who writes bytes instead of requests."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.runtime.place import ROOT
from config.runtime.processes import WEB
from tests.config.production import WHOLE
from tests.waiting import wait_for

HOST = "agora.example"
PROXY, STRANGER = (
    "127.0.0.1",
    "127.0.0.2",
)  # whence the caller comes: only the first one is a proxy of the city
STATUS = re.compile(rb"^HTTP/1\.[01] (\d{3}) ", re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """All that came back until the server closed, or said nothing more."""

    raw: bytes

    @property
    def statuses(self) -> list[int]:
        """Of each answer that came: more than one means that more than one request was seen."""
        return [int(found) for found in STATUS.findall(self.raw)]

    @property
    def head(self) -> str:
        return self.raw.partition(b"\r\n\r\n")[0].decode("latin-1")

    def header(self, name: str) -> str:
        found = re.search(rf"^{name}: (.*?)\r?$", self.head, re.MULTILINE | re.IGNORECASE)
        return found[1] if found else ""


@dataclass(frozen=True)
class Server:
    port: int

    def open(self, whence: str = PROXY) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20, source_address=(whence, 0))

    def send(self, raw: bytes, *, whence: str = PROXY) -> Answer:
        """These bytes, and no more of them: what the server answers until it closes."""
        with closing(self.open(whence)) as connection:
            try:
                connection.sendall(raw)
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # it closed before it had read all: its answer may still be there
            return Answer(_all(connection))

    def ask(
        self, target: str, *headers: str, method: str = "GET", body: bytes = b"", whence: str = PROXY,
        host: str | None = HOST,
    ) -> Answer:  # fmt: skip
        """One request as the proxy would hand it on, with these lines more."""
        lines = [f"{method} {target} HTTP/1.1", *([f"Host: {host}"] if host is not None else []), *headers]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        lines += ["X-Forwarded-Proto: https", "Connection: close"]
        return self.send("\r\n".join([*lines, "", ""]).encode("latin-1") + body, whence=whence)


def _all(connection: socket.socket) -> bytes:
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except OSError:
        pass  # it closed with something of ours unread
    return b"".join(parts)


@contextmanager
def served(var: Path, database: str, broker: str) -> Iterator[Server]:
    """gunicorn with our configuration and the settings of production."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ, **WHOLE, "DJANGO_SETTINGS_MODULE": "tests.hostile.production", "AGORA_VAR": str(var),
        "DATABASE_URL": database, "BROKER_URL": broker, "CACHE_URL": broker, "PORT": str(port), "WEB_WORKERS": "1",
        "WEB_THREADS": "4", "WEB_HEAD_SECONDS": "1", "WEB_BODY_SECONDS": "2", "PROXY_NETWORKS": "127.0.0.1/32",
        "CODES_PER_NETWORK_HOUR": "3", "INTAKE_RATE": "2/hour", "METRICS_TOKEN": "watching", "LOG_LEVEL": "ERROR",
    }  # fmt: skip
    with subprocess.Popen([sys.executable, *WEB.argv], cwd=ROOT, env=environment) as process:
        server = Server(port)
        try:
            wait_for(lambda: process.poll() is not None or _is_up(server), within=60)
            yield server
        finally:
            process.terminate()


def _is_up(server: Server) -> bool:
    try:
        return server.ask("/healthz").statuses == [200]
    except OSError:
        return False
