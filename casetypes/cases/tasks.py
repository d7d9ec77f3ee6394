"""The outbox's worker: kicked after each commit, and by beat for what a kick could not reach."""

import logging

from celery import shared_task

from casetypes.cases import outbox
from casetypes.kernel.extension_points import outbox_filled

logger = logging.getLogger(__name__)
BEAT = {"relay-outbox": {"task": "casetypes.cases.tasks.relay_outbox", "schedule": 10.0}}


@shared_task
def relay_outbox() -> int:
    """Carry out pending effects; idempotent, any number may run at once."""
    return outbox.relay()


@outbox_filled.register
def tell_a_worker() -> None:
    """A broker that is down is logged and left to beat: the citizen's folio never waits for it."""
    try:
        relay_outbox.apply_async(retry=False, ignore_result=True)
    except Exception as error:  # kombu raises many kinds; none of them may reach the citizen
        logger.warning("broker not reached, beat will relay: %s", error)
