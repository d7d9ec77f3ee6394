"""What the portal leaves to the worker, so that no answer takes longer because a case exists."""

from celery import shared_task
from celery.exceptions import OperationalError

from cms.portal import codes


@shared_task(ignore_result=True)
def send_code(folio: str, nonce: str, language: str) -> None:
    """Idempotent: a nonce is sent once."""
    codes.send(folio, nonce, language)


def ask_for_code(folio: str, nonce: str, language: str) -> bool:
    """Hand it to the worker; False when the broker does not answer."""
    try:
        send_code.delay(folio, nonce, language)
    except (OperationalError, OSError):
        return False
    return True
