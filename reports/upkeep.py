"""A worker's turn: facts first, then the figures that visitors ask for most, so that none of them waits."""

import time
from collections.abc import Iterator

from django.db import connection

from casetypes.kernel.exclusive import exclusively
from reports import kept
from reports.counting import known
from reports.facts import upkeep as facts
from reports.period import Period


def keep(*, until: float) -> list[Period]:
    """Up to the moment `until` (of the monotonic clock); returns the periods counted again. Nothing when another
    process is at it."""
    with exclusively(connection, "figures") as free:
        if not free:
            return []
        while facts.bring_up_to_date_some() and time.monotonic() < until:
            continue
        return list(_renewed(until))


def _renewed(until: float) -> Iterator[Period]:
    for period in known.periods():
        if time.monotonic() >= until:
            return
        if kept.renew(period):
            yield period
