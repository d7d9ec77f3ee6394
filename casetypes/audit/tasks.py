"""Background work of the log. Both tasks may run twice at once: the sequencer takes turns."""

from celery import shared_task

from casetypes.audit import services


@shared_task
def sequence_leaves() -> int:
    """Give waiting leaves their positions in the tree."""
    return services.sequence_all()


@shared_task
def sign_checkpoint() -> int:
    """Sequence what waits and sign the tree; returns its size."""
    services.sequence_all()
    return services.checkpoint().tree_size


# Merged into beat's timetable by config/celery.py. Seconds.
BEAT = {
    "audit-sequence": {"task": "casetypes.audit.tasks.sequence_leaves", "schedule": 30.0},
    "audit-checkpoint": {"task": "casetypes.audit.tasks.sign_checkpoint", "schedule": 900.0},
}
