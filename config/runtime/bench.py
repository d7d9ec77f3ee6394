"""`make bench`: servers of its own (or those of DATABASE_URL and BROKER_URL), then the measurement."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from . import database, keys, messages, packages, ports, postgres, valkey
from .child import dying_with_parent
from .instance import only_one
from .place import ROOT, Place
from .privileges import unprivileged
from .supervisor import Supervisor

# A small server of a city; durable, as in production.
TUNED = {
    "shared_buffers": "512MB",
    "work_mem": "16MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "jit": "off",
}


def bench() -> int:
    """Measure; the exit status is 1 when a request failed. Figures go to `var/bench/<moment>.json`."""
    place = Place("bench")
    place.prepare()
    with only_one(place, "", "make bench"), Supervisor() as supervisor:
        messages.compile_all()
        packages.ensure_pango(place.logs)
        env = dict(os.environ) | _servers(supervisor, place) | {"AGORA_VAR": str(place.var / "cities")}
        env |= {"BENCH_RECORDS": str(place.var)}
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench"],
            cwd=ROOT,
            env=env,
            preexec_fn=dying_with_parent(signal.SIGTERM),
        )
        try:
            return process.wait()
        finally:
            process.terminate()
            process.wait()


def _servers(supervisor: Supervisor, place: Place) -> dict[str, str]:
    account, secrets, known = unprivileged(place), keys.ensure(place), place.var / "ports.json"
    env = {
        name: os.environ[name] for name in ("DATABASE_URL", "BROKER_URL", "CACHE_URL") if os.environ.get(name)
    }
    if "DATABASE_URL" in env:
        database.ensure(env["DATABASE_URL"])
    else:
        port, password = ports.remembered(known, "postgres"), secrets["DATABASE_PASSWORD"]
        server = postgres.prepare(place, port=port, password=password, account=account, options=TUNED)
        supervisor.start(server, "Starting PostgreSQL")
        env["DATABASE_URL"] = postgres.url(port, password, "postgres")
    if "BROKER_URL" not in env:
        port, password = ports.remembered(known, "valkey"), secrets["BROKER_PASSWORD"]
        broker = valkey.prepare(place, port=port, password=password, account=account, durable=False)
        supervisor.start(broker, "Starting Valkey")
        env |= {"BROKER_URL": valkey.url(port, password, 0), "CACHE_URL": valkey.url(port, password, 1)}
    env.setdefault("CACHE_URL", f"{env['BROKER_URL'].rpartition('/')[0]}/9")
    return env
