"""The outbox's worker: kicked after each commit, and by beat for what a kick could not reach."""

import logging
from threading import Lock
from time import monotonic

from celery import shared_task

from casetypes.cases import outbox
from casetypes.kernel.extension_points import outbox_filled

logger = logging.getLogger(__name__)
PAUSE = 0.25  # seconds
BEAT = {"relay-outbox": {"task": "casetypes.cases.tasks.relay_outbox", "schedule": 10.0}}


@shared_task
def relay_outbox() -> int:
    """Carry out pending effects; idempotent, any number may run at once."""
    return outbox.relay()


@outbox_filled.register
def tell_a_worker() -> None:
    """A broker that is down is logged and left to beat: the citizen's folio never waits for it."""
    delay = _kicks.delay()
    if delay is None:
        return
    try:
        relay_outbox.apply_async(retry=False, ignore_result=True, countdown=delay or None)
    except Exception as error:  # kombu raises many kinds; none of them may reach the citizen
        logger.warning("broker not reached, beat will relay: %s", error)


class _Kicks:
    """A kick costs as much as three inserts, and one relays everything that is due. So a process sends one at once,
    one for what came shortly after, and none for the rest of a burst."""

    def __init__(self) -> None:
        self.until = 0.0  # a kick that covers everything committed before this moment is on its way
        self.lock = Lock()

    def delay(self) -> float | None:
        """How many seconds the worker is to wait; None when a kick that is still to come covers this one too."""
        with self.lock:
            now = monotonic()
            if now < self.until - PAUSE:
                return None
            wait = max(0.0, self.until - now)
            self.until = max(now, self.until) + PAUSE
            return wait


_kicks = _Kicks()
