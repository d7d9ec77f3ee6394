"""Random folios: the unique index tells when one was given out before; then the whole transaction starts again."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError

ATTEMPTS = 4
T = TypeVar("T")


def trying_folios(work: Callable[[], T]) -> T:
    """Run `work` (one transaction that opens cases); again, up to four times, after a folio met the index."""
    for _attempt in range(ATTEMPTS - 1):
        try:
            return work()
        except IntegrityError as error:
            if "folio" not in str(error):
                raise
    return work()
