"""Making a report takes seconds to minutes, so a worker does it."""

from celery import shared_task

from reports import making


@shared_task(name="reports.make_report")
def make_report(pk: int) -> None:
    """Idempotent: delivered twice it is made once."""
    making.produce(pk)
