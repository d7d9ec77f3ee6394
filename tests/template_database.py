"""The test database: migrated once as a template, cloned for each pytest process, cloned again after a flush.

Templates are named by the digest of what decides their content, so an unchanged checkout never migrates or
loads the city twice; clones take about 0.1 s. Several runs (and xdist workers) may share one server: building and
cloning happen under one advisory lock, and each clone's owner holds a lock on its name for as long as it
lives, which is how a later run recognises and drops what a killed run left behind.

Data that every test should find (beyond the migrations') comes from `tests/seed.py`: a function
`seed() -> None` run once while the template is built.
"""

import hashlib
import importlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
MIGRATED, SEEDED, CLONE = "agora_template_migrated_", "agora_template_seeded_", "agora_clone_"
KEPT_TEMPLATES = 3
BUILD_LOCK = 0x41474F5241  # "AGORA"
SEED = ROOT / "tests" / "seed.py"
SEQUENCE_STEP = 10_000
MIGRATIONS = (
    "requirements.txt",
    *(f"{top}/**/migrations/*.py" for top in ("casetypes", "cms", "api", "reports")),
)
SEEDS = (
    "tests/seed.py",
    "casetypes/definitions/*.py",
    "casetypes/definitions/schema/**/*.py",
    "casetypes/definitions/publishing/*.py",
    "casetypes/places/**/*.py",
    "casetypes/access/**/*.py",
    "cms/pages/**/*.py",
    "workflows_yaml/**/*.*",
)


def digest_of(*globs: str) -> str:
    """Twelve hexadecimal digits for the names and contents of the files."""
    digest = hashlib.sha256(settings.CITY.encode())
    for path in sorted({path for glob in globs for path in ROOT.glob(glob)}):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


class TemplateDatabase:
    """One pytest process's database; `open` at the start, `renew` after a flush, `close` at the end."""

    def __init__(self) -> None:
        self.params = dict(settings.DATABASES["default"])
        self.keeper: psycopg.Connection | None = None
        self.template = self.migrated = ""
        self.renewals = 0
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self.name = f"{CLONE}{os.getpid()}_{os.urandom(3).hex()}_{worker}"

    def open(self) -> None:
        """Build or reuse the template, clone it and point Django (and child processes) at the clone."""
        self.keeper = self._connect("postgres")
        with self._building():
            self._drop_left_behind()
            self.template = self._template()
            self.keeper.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [self.name])
            self._clone()
        self._point_django_at(self.name)
        os.environ["DATABASE_URL"] = self.url(self.name)

    @contextmanager
    def another_city(self) -> Iterator[str]:
        """The address of a second database with every table and no city in it, until the block ends."""
        name = f"{self.name}_city"
        with self._connect("postgres") as owner:
            owner.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
            self._execute("CREATE DATABASE {} TEMPLATE {}", name, self.migrated)
            try:
                yield self.url(name)
            finally:
                self._drop(name)

    def renew(self) -> None:
        """Take a fresh clone, with sequences that go on: what the process caches by id stays right."""
        connections["default"].close()
        with self._building():
            self._drop(self.name)
            self._clone()
        self.renewals += 1
        with self._connect(self.name) as connection:
            connection.execute(
                "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass,"
                " coalesce(last_value, start_value) + %s) FROM pg_sequences",
                [self.renewals * SEQUENCE_STEP],
            )

    def close(self) -> None:
        connections.close_all()
        if self.keeper is not None:
            self._drop(self.name)
            self.keeper.close()

    def url(self, name: str) -> str:
        p = self.params
        return f"postgres://{quote(p['USER'])}:{quote(p['PASSWORD'])}@{p['HOST']}:{p['PORT']}/{name}"

    def _connect(self, name: str) -> psycopg.Connection:
        return psycopg.connect(self.url(name), autocommit=True)

    @contextmanager
    def _building(self) -> Iterator[None]:
        self.keeper.execute("SELECT pg_advisory_lock(%s)", [BUILD_LOCK])
        try:
            yield
        finally:
            self.keeper.execute("SELECT pg_advisory_unlock(%s)", [BUILD_LOCK])

    def _template(self) -> str:
        """Migrated, then seeded when there is a seed: a change of the seed alone does not migrate again."""
        self.migrated = self._built(MIGRATED, MIGRATIONS, "template0", self._migrate)
        if not SEED.exists():
            return self.migrated
        return self._built(SEEDED, (*MIGRATIONS, *SEEDS), self.migrated, self._seed)

    def _built(self, prefix: str, globs: tuple[str, ...], source: str, fill: Callable[[], None]) -> str:
        """The database named by the digest of the files as they are now (they may change while it is made)."""
        while True:
            digest = digest_of(*globs)
            name = prefix + digest
            if name in self._databases(prefix):
                return name
            self._build(name, source, fill)
            if digest_of(*globs) == digest:
                break
        for old in self._databases(prefix)[:-KEPT_TEMPLATES]:
            self._drop(old)
        return name

    def _build(self, name: str, source: str, fill: Callable[[], None]) -> None:
        unfinished = self.name + "_new"
        self._drop(unfinished)
        self._execute("CREATE DATABASE {} TEMPLATE {}", unfinished, source)
        try:
            self._point_django_at(unfinished)
            fill()
            connections["default"].close()
            self._execute("ALTER DATABASE {} RENAME TO {}", unfinished, name)
        except BaseException:
            connections["default"].close()
            self._drop(unfinished)
            raise

    def _migrate(self) -> None:
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)

    def _seed(self) -> None:
        importlib.import_module("tests.seed").seed()

    def _clone(self) -> None:
        self._execute("CREATE DATABASE {} TEMPLATE {}", self.name, self.template)

    def _drop_left_behind(self) -> None:
        """Clones whose owner no longer holds the lock on their name."""
        for name in self._databases(CLONE):
            owner = name.removesuffix("_new")
            row = self.keeper.execute(
                "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [owner]
            ).fetchone()
            if row and row[0]:
                self._drop(name)
                self.keeper.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [owner])

    def _databases(self, prefix: str) -> list[str]:
        """Names with this prefix, oldest first."""
        rows = self.keeper.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", [prefix]
        )
        return [row[0] for row in rows.fetchall()]

    def _drop(self, name: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _execute(self, statement: str, *names: str) -> None:
        self.keeper.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _point_django_at(self, name: str) -> None:
        connections["default"].close()
        settings.DATABASES["default"]["NAME"] = name
        connections["default"].settings_dict["NAME"] = name
