"""What the supervisor asks a PostgreSQL server: does it answer, is the database there, how far is it."""

from __future__ import annotations

from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from .errors import Stop


def answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


def ensure(url: str) -> bool:
    """Create the database when it is missing (then True); raises Stop when it cannot be reached."""
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise Stop(
            "DATABASE_URL cannot be understood.",
            "It looks like this: DATABASE_URL=postgres://user:password@host:5432/name",
        )
    if answers(url):
        return False
    try:
        with psycopg.connect(
            parts._replace(path="/postgres").geturl(), connect_timeout=5, autocommit=True
        ) as server:
            server.execute(
                sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name))
            )
    except psycopg.Error as error:
        raise Stop(
            f"The database {name} at {parts.hostname}:{parts.port or 5432} cannot be used.",
            "Check DATABASE_URL, and that the server runs and lets this user in.",
            str(error).replace(parts.password or "\0", "…"),
        ) from None
    return True


def state(url: str) -> str:
    """`count:last` of the applied migrations: changes when the database is another one or was migrated."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute("SELECT count(*), max(applied) FROM django_migrations").fetchone()
    except psycopg.Error:
        return ""
    return f"{row[0]}:{row[1]}" if row else ""
