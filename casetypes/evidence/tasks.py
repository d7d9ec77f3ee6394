"""Beat's part of evidence."""

from celery import shared_task

from casetypes.evidence import services

BEAT = {"discard-abandoned-files": {"task": "casetypes.evidence.tasks.discard_abandoned", "schedule": 3600.0}}


@shared_task
def discard_abandoned() -> int:
    """Delete files that were sent and never became part of a case; idempotent."""
    total = 0
    while discarded := services.discard_abandoned():
        total += discarded
    return total
