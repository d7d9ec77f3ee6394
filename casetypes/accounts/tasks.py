"""Background work of accounts: sending codes, dropping what is over."""

from celery import shared_task
from celery.exceptions import OperationalError

from casetypes.accounts import address_letters, codes, follows, sending, sessions
from casetypes.channels.base import NotNow

# Merged into beat's timetable by config/celery.py. Seconds.
BEAT = {
    "accounts-forget": {"task": "casetypes.accounts.tasks.forget", "schedule": 600.0},
    "accounts-tell-followers": {"task": "casetypes.accounts.tasks.tell_followers", "schedule": 300.0},
}


@shared_task(ignore_result=True, autoretry_for=(NotNow,), max_retries=4, retry_backoff=2, retry_jitter=False)
def send_code(identifier: str) -> None:
    """Idempotent: a row is sent once."""
    sending.send(identifier)


@shared_task(ignore_result=True, autoretry_for=(NotNow,), max_retries=4, retry_backoff=2, retry_jitter=False)
def send_address_letter(sealed: str) -> None:
    """A receiver can drop a second copy: the letter's identity is made before."""
    address_letters.carry(sealed)


@shared_task
def forget() -> int:
    """Drop addresses of codes that are over, old codes and sessions that ended; idempotent."""
    return codes.forget_old() + sessions.forget_ended()


@shared_task
def tell_followers() -> int:
    """Write to those who follow a case whose public status changed; idempotent."""
    return follows.tell_changes()


def hand_over(identifier: str) -> bool:
    """Give a code to the worker; False when the broker does not answer."""
    try:
        send_code.delay(identifier)
    except (OperationalError, OSError):
        return False
    return True


def hand_over_letter(sealed: str) -> bool:
    """Give a letter about an address to the worker; False when the broker does not answer."""
    try:
        send_address_letter.delay(sealed)
    except (OperationalError, OSError):
        return False
    return True
