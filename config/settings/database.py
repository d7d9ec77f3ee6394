"""PostgreSQL through DATABASE_URL; one database per city."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from config import env


def parse_database_url(url: str) -> dict[str, Any]:
    """`postgres://user:password@host:port/name?sslmode=require` for Django.

    Raises ValueError on another scheme. What follows `?` is handed to libpq as it is.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL must start with postgres://, not {parts.scheme!r}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or 5432),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def connections(
    url: str, *, pool: int, max_age: int, through_pgbouncer: bool, patience: int, application: str
) -> dict[str, Any]:
    """How a process holds its connections.

    `pool`: at most so many per process, handed from thread to thread; 0: one per thread, kept `max_age` seconds.
    `patience`: seconds a statement may take. PgBouncer in transaction mode gives each transaction another session:
    no cursor of the server, nothing prepared, and it takes no start-up options (set the timeout on the role).
    """
    database = parse_database_url(url)
    options = database["OPTIONS"] = {
        "connect_timeout": 5,
        "application_name": application,
        **database["OPTIONS"],
    }
    if through_pgbouncer:
        database["DISABLE_SERVER_SIDE_CURSORS"] = True
        options["prepare_threshold"] = None
    elif patience:
        options.setdefault("options", f"-c statement_timeout={patience}s")
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10, "max_idle": 120}
    database["CONN_MAX_AGE"] = 0 if pool else max_age
    return database


DATABASE_URL = env.text("DATABASE_URL", f"postgres://postgres:agora@127.0.0.1:55432/agora_{env.CITY}")
DATABASES = {
    "default": connections(
        DATABASE_URL,
        pool=env.number("DATABASE_POOL", 0),
        max_age=env.number("DATABASE_CONN_MAX_AGE", 60),
        through_pgbouncer=env.flag("DATABASE_PGBOUNCER"),
        patience=env.number("DATABASE_STATEMENT_TIMEOUT", 0),
        application=f"agora-{env.CITY}",
    )
}
