"""The Python side of a city: what is prepared before a start, and the web and worker processes."""

from __future__ import annotations

import os
import signal
import sys
import textwrap
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from . import changes, console, database, messages, processes
from .child import Child, Command, call
from .console import step
from .place import ROOT, Place
from .privileges import Account

NOT_LOADED = "NOT LOADED:"  # how `load_city` begins what it says of files with problems while a city is live
MANAGE: Command = [sys.executable, ROOT / "manage.py"]


@dataclass(frozen=True)
class App:
    """One city's application; `env` is what every Python child gets, `account` whom it runs as."""

    place: Place
    city: str
    env: dict[str, str]
    account: Account | None
    database_url: str

    def prepare(self) -> None:
        """Bring database, texts, static files and definitions up to date; only what changed is done."""
        record = changes.Record(self.place)
        self._texts()
        self._migrate(record)
        self._static(record)
        self._city(record)

    def _texts(self) -> None:
        if messages.stale():
            with step("Compiling the texts") as current:
                current.detail = f"{messages.compile_all()} files"

    def _migrate(self, record: changes.Record) -> None:
        wanted = changes.of_contents(changes.migrations())
        if record.has("migrations", wanted + database.state(self.database_url)):
            return
        self._manage("Migrating the database", "migrate", "--no-input")
        record.mark("migrations", wanted + database.state(self.database_url))

    def _static(self, record: changes.Record) -> None:
        wanted = changes.static()
        if record.has("static", wanted) and (self.place.var / "static" / "staticfiles.json").exists():
            return
        self._manage(
            "Collecting styles, scripts and fonts", "collectstatic", "--no-input", "--verbosity", "0"
        )
        record.mark("static", wanted)

    def _city(self, record: changes.Record) -> None:
        state = database.state(self.database_url)
        wanted = changes.of_contents(changes.city(self.city), state)
        if not record.has("city", wanted):
            said = self._manage(f"Loading the city: {self.city}", "load_city")
            if NOT_LOADED in said:
                console.say("\n" + textwrap.indent(said[said.index("refused") :].strip("\n"), "    ") + "\n")
            else:
                record.mark("city", wanted)
        wanted = changes.of_contents(changes.people(self.city), state)
        if os.environ.get("DEMO") != "0" and not record.has("people", wanted):
            self._people()
            record.mark("people", wanted)
        if os.environ.get("DEMO") not in {"0", "people"} and not record.has("cases", state):
            self._manage("Telling demonstration cases", "demo_cases")
            record.mark("cases", state)

    def _manage(self, title: str, *arguments: str) -> str:
        log = self.place.logs / f"{arguments[0]}.log"
        with step(title) as current:
            return call([*MANAGE, *arguments], log=log, step=current, env=self.env, account=self.account)

    def _people(self) -> None:
        """Their sign-ins are shown here once and kept nowhere, not even in a log."""
        shown = self._manage("Looking after the demo people", "demo_people").strip("\n")
        (self.place.logs / "demo_people.log").unlink(missing_ok=True)
        if shown:
            console.say("\n" + textwrap.indent(shown, "    ") + "\n")

    def worker(self) -> Child:
        log = self.place.logs / "worker.log"
        log.touch()
        seen = log.stat().st_size
        return Child(
            name="Worker and beat",
            argv=self._argv(processes.WORKER, *processes.WITH_BEAT),
            log=log,
            env=self.env,
            account=self.account,
            ready=lambda: _wrote(log, b" ready.", seen),
            patience=processes.WORKER.stop_seconds,
        )

    def web(self, host: str, port: int) -> Child:
        counting = self.place.var / processes.METRICS
        counting.mkdir(exist_ok=True)
        own = {"HOST": host, "PORT": str(port), "PROMETHEUS_MULTIPROC_DIR": str(counting)}
        return Child(
            name="Web",
            argv=self._argv(processes.WEB),
            log=self.place.logs / "web.log",
            env=self.env | own,
            account=self.account,
            ready=lambda: healthy(port),
            stop_signal=signal.SIGTERM,
            patience=processes.WEB.stop_seconds,
        )

    def _argv(self, process: processes.Process, *more: str) -> Command:
        parts = [*process.arguments(str(self.place.var))]
        return [sys.executable, *parts, *(part.replace("{var}", str(self.place.var)) for part in more)]


def healthy(port: int) -> bool:
    """Whether /healthz answers 200; raises Stop when it answers with an error of the application."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _wrote(log: Path, words: bytes, since: int) -> bool:
    with log.open("rb") as stream:
        stream.seek(min(since, log.stat().st_size))
        return words in stream.read()
