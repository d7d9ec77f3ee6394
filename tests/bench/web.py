"""The real web server, as `make run` and production start it, on a port of its own."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from config.runtime import changes, console, ports
from config.runtime.app import App
from config.runtime.place import ROOT, Place
from config.runtime.supervisor import Supervisor

CITY = "torreon"
PATIENCE = 60


@contextmanager
def serving(supervisor: Supervisor, place: Place, env: Mapping[str, str]) -> Iterator[int]:
    """Its port, while it serves the database that the environment names."""
    _collect(place, env)
    port = ports.remembered(place.var / "ports.json", "web")
    app = App(place, CITY, dict(env), None, env["DATABASE_URL"])
    web = app.web("127.0.0.1", port)
    supervisor.start(web, "Starting the web server", within=PATIENCE)
    try:
        yield port
    finally:
        supervisor.children.remove(web)
        with console.step("Stopping the web server"):
            web.stop()


def _collect(place: Place, env: Mapping[str, str]) -> None:
    """Styles and scripts, when they changed."""
    record, wanted = changes.Record(place), changes.static()
    if record.has("static", wanted):
        return
    with console.step("Collecting styles, scripts and fonts"):
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"],
            cwd=ROOT,
            env=dict(env),
            check=True,
        )
    record.mark("static", wanted)
