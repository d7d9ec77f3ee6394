from collections.abc import Callable
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from casetypes.audit import services


@pytest.fixture(autouse=True)
def empty_log(request: pytest.FixtureRequest) -> None:
    """The city that every test finds has been loaded, and that was logged: start from nothing."""
    if "django_db" not in request.keywords:
        return
    request.getfixturevalue("transactional_db" if _in_threads(request) else "db")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL agora.allow_truncate = 'on'")
        cursor.execute("TRUNCATE audit_auditleaf, audit_checkpoint, audit_treefrontier")
        cursor.execute("SET LOCAL agora.allow_truncate = 'off'")


def _in_threads(request: pytest.FixtureRequest) -> bool:
    return bool(request.node.get_closest_marker("django_db").kwargs.get("transaction"))


@pytest.fixture
def log(empty_log) -> Callable[[int], None]:
    """Write so many leaves, give them their positions and sign them."""

    def write(count: int) -> None:
        for number in range(count):
            services.record(
                action="case.advance", actor="system", subject=f"case:{number}", data={"n": number}
            )
        services.sequence_all()
        services.checkpoint()

    return write


@pytest.fixture
def unguarded():
    """Act as an intruder who is master of the database: the triggers are off inside the block."""

    @contextmanager
    def off(table: str):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield cursor
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return off
