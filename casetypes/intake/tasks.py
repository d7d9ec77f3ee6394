"""Beat's part of intake."""

from celery import shared_task

from casetypes.intake import confidential_files, drafts

BEAT = {
    "expire-drafts": {"task": "casetypes.intake.tasks.expire_drafts", "schedule": 3600.0},
    "keep-back-files": {"task": "casetypes.intake.tasks.keep_back_files", "schedule": 86400.0},
}


@shared_task
def expire_drafts() -> int:
    """Delete saved forms older than 30 days, with their files; idempotent."""
    total = 0
    while expired := drafts.expire():
        total += expired
    return total


@shared_task
def keep_back_files() -> int:
    """Move copies of confidential files out of the public folder; idempotent, 500 a day at most."""
    return confidential_files.keep_back()
