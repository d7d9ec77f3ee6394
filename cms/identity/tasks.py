"""Letters about signing in, in the background: an answer takes as long whether there is anybody to write to or not."""

import logging
from typing import Any

from celery import Task, shared_task

from casetypes.access.entry import limits, sessions
from casetypes.channels.base import NotNow
from cms.identity import letters

logger = logging.getLogger(__name__)
# Merged into beat's timetable by config/celery.py. Seconds.
BEAT = {"identity-forget": {"task": "cms.identity.tasks.forget", "schedule": 3600.0}}
AGAIN: dict[str, Any] = {
    "ignore_result": True, "autoretry_for": (NotNow, OSError), "max_retries": 6, "retry_backoff": 30,
}  # fmt: skip


@shared_task(**AGAIN)
def tell_locked(user_id: int, what: str) -> None:
    """To whom the door belongs that was tried too often; nothing for 0, which is nobody's."""
    letters.locked(user_id, what)


@shared_task(**AGAIN)
def tell_changed(user_id: int, what: str) -> None:
    """That a password or a second factor is another one now, or that a recovery code was used."""
    letters.changed(user_id, what)


@shared_task(**AGAIN)
def send_link(address: str, network: str) -> None:
    """The link with which a forgotten password is replaced, if the address is somebody's."""
    letters.forgotten(address, network)


@shared_task
def forget() -> int:
    """Close sessions whose time is over and drop what ended long ago; idempotent."""
    return sessions.forget_old() + limits.forget_old()


def hand_over(task: "Task[Any, Any]", *arguments: object) -> None:
    """Give a letter to a worker. A broker that is down is noted: nobody's sign-in waits for a letter."""
    try:
        task.apply_async(args=arguments, retry=False)
    except Exception as error:  # kombu raises many kinds; none of them may reach the person who asks
        logger.warning("broker not reached, no letter %s: %s", task.name, type(error).__name__)
