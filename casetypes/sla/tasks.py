"""Beat's part of the clocks, and what follows when a calendar changes."""

import logging

from celery import shared_task

from casetypes.kernel.extension_points import calendars_changed
from casetypes.sla import recompute, sweep

logger = logging.getLogger(__name__)
BEAT = {"sweep-clocks": {"task": "casetypes.sla.tasks.sweep_clocks", "schedule": 30.0}}


@shared_task
def sweep_clocks() -> int:
    """Carry out reached marks; idempotent."""
    return sweep.sweep()


@shared_task
def recompute_clocks() -> int:
    """A calendar changed: running clocks get a new due date and their cases say why. Idempotent."""
    return recompute.recompute_clocks()


@calendars_changed.register
def recompute_soon() -> None:
    """By a worker; here and now when the broker does not answer, so that no due date stays wrong."""
    try:
        recompute_clocks.apply_async(retry=False, ignore_result=True)
    except Exception as error:  # kombu raises many kinds
        logger.warning("broker not reached, recomputing the clocks here: %s", error)
        recompute.recompute_clocks()
