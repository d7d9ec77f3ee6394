"""How many codes may be asked for, sent and guessed. Counted over rows, so a restart forgets nothing.

Per address in an hour and a day, per network in an hour (whole offices share one), in all in an hour. Texts cost money:
their own cap by the day and the month lies with the channel (`channels.sms`).
"""

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Sum

from casetypes.accounts.models import OneTimeCode
from casetypes.kernel import clock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LOOKS_BACK = timedelta(days=2)
SPENT = (OneTimeCode.SENDING, OneTimeCode.SENT)


def digest_of_network(network: str) -> str:
    """64 hexadecimal digits; the address itself is never kept."""
    return hmac.new(settings.SECRET_KEY.encode(), f"network:{network}".encode(), hashlib.sha256).hexdigest()


def too_many_asked(network: str) -> bool:
    """Whether a network has asked for as many codes in this hour as it may."""
    asked = OneTimeCode.objects.filter(network=digest_of_network(network), asked_at__gt=clock.now() - HOUR)
    return asked.count() >= settings.CODES_PER_NETWORK_HOUR


def too_many_wrong(network: str) -> bool:
    """Whether so many codes were typed in a network in this hour that it can only be guessing."""
    asked = OneTimeCode.objects.filter(
        network=digest_of_network(network), asked_at__gt=clock.now() - HOUR, used_at=None
    )
    return (asked.aggregate(tries=Sum("tries"))["tries"] or 0) >= settings.WRONG_CODES_PER_NETWORK_HOUR


def why_held(row: OneTimeCode) -> str:
    """Why this code must not be sent now; "" when it may. The caller's transaction holds the turn of the address."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"code:{row.digest}"])
    now = clock.now()
    spent = OneTimeCode.objects.filter(state__in=SPENT).exclude(pk=row.pk)
    same = spent.filter(digest=row.digest)
    if same.filter(asked_at__gt=now - HOUR).count() >= settings.CODES_PER_ADDRESS_HOUR:
        return "address-hour"
    if same.filter(asked_at__gt=now - DAY).count() >= settings.CODES_PER_ADDRESS_DAY:
        return "address-day"
    if spent.filter(asked_at__gt=now - HOUR).count() >= settings.CODES_PER_HOUR:
        return "all-hour"
    return ""
