"""The outbox's worker, and that of migrating cases: kicked at once, and by beat for what a kick could not reach."""

import logging
from threading import Lock
from time import monotonic

from celery import shared_task

from casetypes.cases import outbox
from casetypes.cases.migration import batches
from casetypes.cases.models import MigrationBatch
from casetypes.kernel.extension_points import outbox_filled

logger = logging.getLogger(__name__)
PAUSE = 0.25  # seconds
BEAT = {
    "relay-outbox": {"task": "casetypes.cases.tasks.relay_outbox", "schedule": 10.0},
    "proceed-migrations": {"task": "casetypes.cases.tasks.proceed_migrations", "schedule": 60.0},
}


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


@shared_task
def proceed_migration(pk: int) -> None:
    """What a batch of migrating cases is at, to its end. Idempotent: delivered twice it is done once."""
    try:
        batches.proceed(pk)
    except batches.MigrationBusy as busy:
        logger.info("batch %s is done by another worker: %s", pk, busy)


@shared_task
def proceed_migrations() -> None:
    """What no worker took up, and what a worker left when it died, goes on where it stopped."""
    for pk in (
        MigrationBatch.objects.filter(state__in=MigrationBatch.AT_WORK)
        .order_by("pk")
        .values_list("pk", flat=True)
    ):
        proceed_migration(pk)


def migrate_soon(batch: MigrationBatch) -> None:
    """By a worker; when the broker does not answer, by beat once it does again."""
    try:
        proceed_migration.apply_async([batch.pk], retry=False, ignore_result=True)
    except Exception as error:  # kombu raises many kinds
        logger.warning("broker not reached, beat will take up batch %s: %s", batch.pk, error)
