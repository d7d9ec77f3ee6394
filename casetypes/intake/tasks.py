"""Beat's part of intake."""

from celery import shared_task

from casetypes.intake import drafts

BEAT = {"expire-drafts": {"task": "casetypes.intake.tasks.expire_drafts", "schedule": 3600.0}}


@shared_task
def expire_drafts() -> int:
    """Delete saved forms older than 30 days, with their files; idempotent."""
    total = 0
    while expired := drafts.expire():
        total += expired
    return total
