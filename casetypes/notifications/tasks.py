"""Beat's part of notifications."""

from celery import shared_task

from casetypes.notifications import waiting_texts

BEAT = {"texts-again": {"task": "casetypes.notifications.tasks.send_texts_again", "schedule": 120.0}}


@shared_task
def send_texts_again() -> int:
    """Try texts again that a busy carrier did not take; idempotent."""
    return waiting_texts.send_again()
