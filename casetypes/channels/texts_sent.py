"""The ledger of text messages: what was handed over, the cost cap, what the carrier told later."""

from django.conf import settings
from django.db.models import Q, Sum
from django.utils import timezone

from casetypes.channels.models import TextMessage
from casetypes.channels.unclear_texts import UNCLEAR
from casetypes.kernel import clock

# Twilio tells a state more than once and out of order; a later one is never undone by an earlier one.
ORDER = (
    "accepted",
    "scheduled",
    "queued",
    "sending",
    "sent",
    "delivered",
    "read",
    "undelivered",
    "failed",
    "canceled",
)


def reference_of(message_id: str) -> str:
    """Of what was handed over before under this identity; "" when nothing was."""
    clear = TextMessage.objects.filter(message_id=message_id).exclude(state=UNCLEAR)
    return clear.values_list("reference", flat=True).first() or ""


def spent() -> dict[str, int]:
    """Parts billed today and this month, by the city's calendar. One query."""
    today = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    since = min(today, today.replace(day=1))
    rows = TextMessage.objects.filter(sent_at__gte=since)
    found = rows.aggregate(day=Sum("parts", filter=Q(sent_at__gte=today)), month=Sum("parts"))
    return {"day": found["day"] or 0, "month": found["month"] or 0}


def may_send(parts: int) -> bool:
    """Whether so many more stay below the cap. Workers that ask at once may pass it by one text each."""
    used = spent()
    return used["day"] + parts <= settings.SMS_PER_DAY and used["month"] + parts <= settings.SMS_PER_MONTH


def told(reference: str, state: str, error: str = "") -> bool:
    """What the carrier says of a text; False when it is none of ours or the news is old."""
    row = TextMessage.objects.filter(reference=reference).first()
    if row is None or _rank(state) <= _rank(row.state):
        return False
    row.state, row.error, row.changed_at = state[:20], error[:20], clock.now()
    row.save(update_fields=["state", "error", "changed_at"])
    return True


def _rank(state: str) -> int:
    return ORDER.index(state) if state in ORDER else -1
