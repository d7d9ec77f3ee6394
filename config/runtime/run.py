"""`make run`: everything one city needs, on this machine, in the foreground."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from . import console, database, keys, packages, ports, postgres, valkey
from .app import App
from .errors import Stop
from .instance import only_one
from .place import Place, city_place
from .privileges import Account, give, python_account, unprivileged
from .supervisor import Supervisor

PATHS = {
    "The city's site": "/",
    "Desks and studio": "/admin/",
    "Transparency": "/transparencia/",
    "API schema": "/api/v1/schema/",
}


@dataclass(frozen=True)
class Wishes:
    """What the person asked for through the environment."""

    city: str
    host: str
    port: int
    database_url: str
    broker_url: str

    @property
    def address(self) -> str:
        shown = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", ""} else self.host
        return f"http://{shown}:{self.port}"


def wishes() -> Wishes:
    """Reads CITY, HOST, PORT, DATABASE_URL and BROKER_URL; raises Stop on a PORT that is no number."""
    port = os.environ.get("PORT") or "8000"
    if not port.isdigit():
        raise Stop(f"PORT={port} is no port number.", "For example: PORT=8001 make run")
    return Wishes(
        city=os.environ.get("CITY") or "torreon",
        host=os.environ.get("HOST") or "127.0.0.1",
        port=int(port),
        database_url=os.environ.get("DATABASE_URL", ""),
        broker_url=os.environ.get("BROKER_URL", ""),
    )


def run() -> int:
    """Start, watch, stop; 0 after a stop that was asked for."""
    began = time.monotonic()
    wished = wishes()
    place = city_place(wished.city)
    place.prepare()
    with only_one(place, wished.address, f"Ágora for {wished.city}"):
        ports.require_free(wished.port, wished.host)
        console.heading(f"Starting Ágora for {wished.city}")
        packages.ensure_pango(place.logs)
        with Supervisor() as supervisor:
            app = start_servers(supervisor, place, wished)
            app.prepare()
            start_app(supervisor, app, wished)
            show_addresses(wished, time.monotonic() - began, place)
            supervisor.watch()
    return 0


def start_servers(supervisor: Supervisor, place: Place, wished: Wishes) -> App:
    """PostgreSQL and Valkey unless the person brings their own; writes the settings for Python."""
    account = unprivileged(place)
    secrets = keys.ensure(place)
    values = {name: secrets[name] for name in ("SECRET_KEY", "MASTER_KEY")}
    values |= {"CITY": wished.city, "PORT": str(wished.port)}
    if os.environ.get("DEMO") != "0":
        values["DEMONSTRATION_CODES"] = "1"
    values["DATABASE_URL"] = wished.database_url or _own_database(
        supervisor, place, wished.city, secrets, account
    )
    database.ensure(values["DATABASE_URL"])
    if wished.broker_url:
        values["BROKER_URL"] = wished.broker_url
    else:
        values |= _own_broker(supervisor, place, secrets, account)
    keys.write(place.env_file, values, "Written by make run for manage.py in a second terminal; do not edit.")
    runs_as = python_account(place, account)
    if account is not None and runs_as is None:
        console.warn(f'Web and worker run as root: the account "{account.name}" may not execute this Python.')
    return App(place, wished.city, environment(wished, place), runs_as, values["DATABASE_URL"])


def _own_database(
    supervisor: Supervisor, place: Place, city: str, secrets: dict[str, str], account: Account | None
) -> str:
    port, password = ports.remembered(place.var / "ports.json", "postgres"), secrets["DATABASE_PASSWORD"]
    server = postgres.prepare(place, port=port, password=password, account=account)
    supervisor.start(server, "Starting PostgreSQL")
    return postgres.url(port, password, f"agora_{city}")


def _own_broker(
    supervisor: Supervisor, place: Place, secrets: dict[str, str], account: Account | None
) -> dict[str, str]:
    port, password = ports.remembered(place.var / "ports.json", "valkey"), secrets["BROKER_PASSWORD"]
    server = valkey.prepare(place, port=port, password=password, account=account)
    supervisor.start(server, "Starting Valkey")
    return {"BROKER_URL": valkey.url(port, password, 0), "CACHE_URL": valkey.url(port, password, 1)}


def environment(wished: Wishes, place: Place) -> dict[str, str]:
    """What web, worker and manage.py get: the person's environment; the rest is read from run.env."""
    cache = place.var / "cache"
    cache.mkdir(exist_ok=True)
    fixed = {
        "CITY": wished.city,
        "PORT": str(wished.port),
        "PYTHONUNBUFFERED": "1",
        "XDG_CACHE_HOME": str(cache),
    }
    return dict(os.environ) | fixed


def start_app(supervisor: Supervisor, app: App, wished: Wishes) -> None:
    if app.account is not None:
        give(app.place.var, app.account, besides={"postgres", "valkey"})
    worker, web = app.worker(), app.web(wished.host, wished.port)
    supervisor.children += [worker]
    worker.start()
    supervisor.start(web, "Starting the web", within=120)
    with console.step("Starting worker and beat") as current:
        worker.wait_ready(current, within=120)


def show_addresses(wished: Wishes, seconds: float, place: Place) -> None:
    console.heading(f"Ágora for {wished.city} is ready ({console.duration(seconds)})")
    for title, path in PATHS.items():
        console.say("  " + title.ljust(20) + console.paint(wished.address + path, "cyan"))
    console.say(
        console.paint(f"\n  Logs in {place.logs}. Ctrl-C stops everything; nothing is lost.\n", "dim")
    )
