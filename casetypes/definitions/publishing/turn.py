"""One publication at a time, in one transaction; whatever fails leaves what was live."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from casetypes.definitions import revision

PUBLICATION_LOCK = 0x4147_4446  # one publication at a time


@contextmanager
def turn() -> Iterator[None]:
    """Wait for other publications, read what is live afresh, and forget it again when this one fails."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLICATION_LOCK])
            revision.forget()
            yield
    except BaseException:
        revision.forget()
        raise
