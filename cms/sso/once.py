"""Signed messages that count once: whoever hands one in again is refused, as long as it would be fresh enough."""

from datetime import datetime

from django.db import IntegrityError, transaction

from casetypes.kernel import clock
from casetypes.kernel.hashing import sha256_hex
from cms.sso.models import TakenMessage
from cms.sso.refusals import StaleAnswer


def take(what: str, *, until: datetime) -> None:
    """`what`: its issuer and number. Raises StaleAnswer for what was taken before, or is too old to be remembered."""
    now = clock.now()
    if until < now:
        raise StaleAnswer("old")
    TakenMessage.objects.filter(until__lt=now).delete()
    try:
        with transaction.atomic():
            TakenMessage.objects.create(digest=sha256_hex(what.encode()), until=until)
    except IntegrityError:
        raise StaleAnswer("seen before") from None
