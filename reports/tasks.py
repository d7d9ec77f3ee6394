"""What takes seconds to minutes, so a worker does it: making reports, keeping facts and figures up to date."""

import logging
import time
from datetime import timedelta

from celery import shared_task

from casetypes.kernel import clock
from reports import making, upkeep
from reports.models import QuarterlyReport

logger = logging.getLogger(__name__)
BEAT = {
    "make-waiting-reports": {"task": "reports.make_waiting", "schedule": 30.0},
    "keep-figures": {"task": "reports.keep_figures", "schedule": 60.0},
}
TURN = 40.0  # seconds of counting; what is left is done by the next turn
PATIENCE = timedelta(seconds=45)


@shared_task(name="reports.make_report")
def make_report(pk: int) -> None:
    """Idempotent: delivered twice it is made once."""
    making.produce(pk)


@shared_task(name="reports.make_waiting")
def make_waiting() -> None:
    """What no worker took up (the broker was down), and what a worker left when it died: made now.

    A report that a live worker is making is locked, so it is passed over.
    """
    underway = [QuarterlyReport.QUEUED, QuarterlyReport.RUNNING]
    waiting = QuarterlyReport.objects.filter(state__in=underway, created_at__lt=clock.now() - PATIENCE)
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        making.produce(pk)


@shared_task(name="reports.keep_figures")
def keep_figures() -> None:
    """Work out the facts of the cases that changed, then count what is getting old; two turns never overlap."""
    upkeep.keep(until=time.monotonic() + TURN)


def enqueue(pk: int) -> None:
    """Tell a worker; a broker that is down is logged and left to beat."""
    try:
        make_report.apply_async(args=[pk], retry=False, ignore_result=True)
    except Exception as error:  # kombu raises many kinds; none of them may reach the person who asks
        logger.warning("broker not reached, beat will make report %s: %s", pk, error)
