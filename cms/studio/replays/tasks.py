"""Replays take seconds to minutes, so a worker makes them."""

import logging
from datetime import timedelta

from celery import shared_task
from django.db.models import Q

from casetypes.kernel import clock
from cms.studio.replays import making
from cms.studio.replays.models import ReplayRun

logger = logging.getLogger(__name__)
BEAT = {"make-waiting-replays": {"task": "studio.make_waiting_replays", "schedule": 60.0}}
PATIENCE = timedelta(seconds=90)


@shared_task(name="studio.make_replay")
def make_replay(pk: int) -> None:
    """Idempotent: delivered twice it is made once."""
    making.produce(pk)


@shared_task(name="studio.make_waiting_replays")
def make_waiting() -> None:
    """What no worker took up (the broker was down), and what a worker left when it died: made now."""
    silent = Q(heard_at__lt=clock.now() - PATIENCE)
    waiting = ReplayRun.objects.filter(silent, state__in=ReplayRun.UNDERWAY)
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        making.produce(pk)


def enqueue(pk: int) -> None:
    """Tell a worker; a broker that is down is logged and left to beat."""
    try:
        make_replay.apply_async(args=[pk], retry=False, ignore_result=True)
    except Exception as error:  # kombu raises many kinds; none of them may reach the person who asks
        logger.warning("broker not reached, beat will make replay %s: %s", pk, error)
