"""Beat's part of the clocks."""

from celery import shared_task

from casetypes.sla import recompute, sweep

BEAT = {"sweep-clocks": {"task": "casetypes.sla.tasks.sweep_clocks", "schedule": 30.0}}


@shared_task
def sweep_clocks() -> int:
    """Carry out reached marks; idempotent."""
    return sweep.sweep()


@shared_task
def recompute_calendar(calendar: str) -> int:
    """A calendar changed: running clocks get a new due date and say why."""
    return recompute.recompute_calendar(calendar)
