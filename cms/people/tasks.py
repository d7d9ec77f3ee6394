"""Letters of invitation and proofs of addresses: sent at once by a worker, by beat what a kick could not reach."""

import logging

from celery import shared_task

from casetypes.access.models import Absence, User
from casetypes.kernel.extension_points import links_waiting
from cms.people import letters

logger = logging.getLogger(__name__)
BEAT = {"send-links": {"task": "cms.people.tasks.send_links", "schedule": 60.0}}


@shared_task
def send_links() -> int:
    """Idempotent; any number may run at once."""
    return letters.send_waiting()


@links_waiting.register
def tell_a_worker() -> None:
    """A broker that is down is left to beat."""
    _kick(send_links)


@shared_task
def send_changed(user_id: int, before: str) -> bool:
    """To the address that counts no more."""
    user = User.objects.filter(pk=user_id).first()
    return user is not None and letters.tell_address_before(user, before)


def tell_address_before(user_id: int, before: str) -> None:
    _kick(send_changed, user_id, before)


@shared_task
def send_deputy(absence_id: int) -> bool:
    """To who stands in; nothing for an absence that was withdrawn meanwhile."""
    row = Absence.objects.select_related("user", "deputy").filter(pk=absence_id, withdrawn_at=None).first()
    return row is not None and letters.tell_deputy(row)


def tell_deputy(absence_id: int) -> None:
    _kick(send_deputy, absence_id)


def _kick(task: "object", *arguments: object) -> None:
    try:
        task.apply_async(arguments, retry=False, ignore_result=True)  # type: ignore[attr-defined]
    except Exception as error:  # kombu raises many kinds; none of them may reach the page
        logger.warning("broker not reached, beat will send: %s", error)
