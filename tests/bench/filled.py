"""The filled databases: made once per size, kept, brought up to date, and cloned for each run.

A run writes into a clone, so the next one starts from the same cases. `COMMENT ON DATABASE` says that a database is
complete and for which code it was last brought up to date; one that was interrupted is made again.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from config.runtime import changes, console
from tests.bench import copies
from tests.bench.options import short

ROOT = Path(__file__).resolve().parent.parent.parent
RUN = "agora_bench_run"
CITY = "torreon"
TOLD = 100_000  # beyond that many, whole copies of what was told (see `copies`)
PYTHON = sys.executable


def _copied(size: int) -> bool:
    return size > TOLD and size % TOLD == 0


def url_of(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()


class Filled:
    """The databases of one server, by its address (any database of it) and the environment of Django."""

    def __init__(self, server: str, env: Mapping[str, str]) -> None:
        self.server = server
        self.env = dict(env)
        self.state = changes.of_contents([*changes.migrations(), *changes.city(CITY)])[:16]

    def clone(self, size: int) -> str:
        """A fresh copy of the database with so many cases, which is made first where it is missing; its address."""
        name = self._ready(size)
        with console.step(f"Copying the database of {short(size)} cases"):
            self._drop(RUN)
            self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", RUN, name)
        return url_of(self.server, RUN)

    def forget_run(self) -> None:
        self._drop(RUN)

    def _ready(self, size: int) -> str:
        name = f"agora_bench_{short(size)}"
        known = self._comment(name)
        if known == f"complete {self.state}":
            return name
        if not known.startswith("complete"):
            self._drop(name)
            if _copied(size):
                self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, self._ready(TOLD))
            else:
                self._execute("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
        console.heading(f"Database of {short(size)} cases")
        self._manage(name, "migrate", "--no-input", "-v0")
        self._manage(name, "load_city")
        if not known.startswith("complete"):
            self._fill(name, size)
        self._execute("COMMENT ON DATABASE {} IS " + f"'complete {self.state}'", name)
        return name

    def _fill(self, name: str, size: int) -> None:
        with psycopg.connect(url_of(self.server, name), autocommit=True) as connection:
            if _copied(size):
                with console.step(f"Laying {size // TOLD - 1} copies of a year beside it"):
                    copies.multiply(connection, size // TOLD)
            else:
                self._manage(name, "demo_people", quiet=True)
                self._manage(name, "simulate_year", "--cases", str(size))
            connection.execute("VACUUM (ANALYZE)")
        self._manage(name, "count_figures")

    def _manage(self, name: str, *arguments: str, quiet: bool = False) -> None:
        env = self.env | {
            "DATABASE_URL": url_of(self.server, name),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        }
        output = subprocess.DEVNULL if quiet else None
        subprocess.run([PYTHON, "manage.py", *arguments], cwd=ROOT, env=env, stdout=output, check=True)

    def _comment(self, name: str) -> str:
        """Empty when there is no such database, or an unfinished one."""
        with self._server() as connection:
            row = connection.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
            ).fetchone()
        return (row and row[0]) or ""

    def _drop(self, name: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _execute(self, statement: str, *names: str) -> None:
        with self._server() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _server(self) -> psycopg.Connection:
        return psycopg.connect(url_of(self.server, "postgres"), autocommit=True)


def environment(base: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Settings as in production, but plain HTTP on this machine and a proxy that names the caller."""
    return {
        **base, "CITY": CITY, "DJANGO_SETTINGS_MODULE": "config.settings.prod", "DEBUG": "0", "DEMO": "0",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver", "PUBLIC_URL": "http://localhost",
        "SECURE_SSL_REDIRECT": "false", "TRUSTED_PROXIES": "1", "LOG_LEVEL": "WARNING",
        "SECRET_KEY": "only-for-measuring-" * 4, "MASTER_KEY": "YWdvcmEtZGV2ZWxvcG1lbnQtbWFzdGVyLWtleS0zMmI=",
        "AUDIT_KEY": "YWdvcmEtZGV2ZWxvcG1lbnQtYXVkaXQta2V5LS0zMmI=",
    }  # fmt: skip
