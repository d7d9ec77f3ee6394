"""One at a time in the whole city, whatever process and machine: a lock of the database.

It is held by a transaction on a connection of its own, and so ends with the process that took it. A lock of a
session would stay behind a pooler that gives each transaction another session (PgBouncer, transaction mode).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol


class Copyable(Protocol):
    """What is needed of a connection of Django's."""

    def copy(self) -> Any: ...


@contextmanager
def exclusively(connection: Copyable, key: str) -> Iterator[bool]:
    """Yields whether it was free. The work inside uses the connection of everybody and commits as it likes."""
    own = connection.copy()
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 2))", [key])
            free = bool(cursor.fetchone()[0])
        yield free
    finally:
        if own.connection is not None:
            own.rollback()
        own.close()
