"""Which port a server listens on: the web's is the person's choice, others are picked and remembered."""

from __future__ import annotations

import json
import random
import socket
from pathlib import Path

from .errors import Stop

PICKED = range(20_000, 32_000)  # below the range that systems use for outgoing connections


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen there now; raises Stop when the system forbids the port or the host."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except PermissionError as error:
            raise Stop(
                f"Port {port} is reserved for root.", "Choose one above 1023: PORT=8000 make run"
            ) from error
        except socket.gaierror as error:
            raise Stop(f"HOST={host} is no address of this machine.") from error
        except OSError:
            return False
    return True


def require_free(port: int, host: str) -> None:
    """Raises Stop naming who holds the port and a free one to use instead."""
    if not 0 < port < 65_536:
        raise Stop(f"PORT={port} is no port number.", "Choose one between 1024 and 65535: PORT=8000 make run")
    if is_free(port, host):
        return
    other = next((p for p in range(port + 1, min(port + 200, 65_536)) if is_free(p, host)), port + 1)
    holder = listener(port)
    raise Stop(
        f"Port {port} is already in use" + (f" by {holder}." if holder else "."),
        f"Stop that program, or use another port: PORT={other} make run",
    )


def remembered(file: Path, name: str) -> int:
    """The port this city's server had last time while it is free, otherwise a new one, written down."""
    try:
        known: dict[str, int] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    port = known.get(name)
    if port is None or not is_free(port):
        taken = set(known.values())
        candidates = random.sample(PICKED, 200)
        port = next(p for p in candidates if p not in taken and is_free(p))
        known[name] = port
        file.write_text(json.dumps(known), encoding="utf-8")
    return port


def listener(port: int) -> str:
    """`python3 (process 4711)` when /proc tells who listens on the port, otherwise nothing."""
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows = Path(table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        fields = (row.split() for row in rows)
        inodes |= {f[9] for f in fields if f[3] == "0A" and int(f[1].rsplit(":", 1)[1], 16) == port}
    sockets = {f"socket:[{inode}]" for inode in inodes}
    for process in Path("/proc").glob("[0-9]*") if sockets else ():
        try:
            if any(str(fd.readlink()) in sockets for fd in (process / "fd").iterdir()):
                name = (process / "comm").read_text(encoding="utf-8").strip()
                return f"{name} (process {process.name})"
        except OSError:
            continue
    return ""
