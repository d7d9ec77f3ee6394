"""Texts that a busy carrier did not take: tried again until they are a day old, for then they help nobody."""

from datetime import timedelta

from casetypes.cases.models import OutboxEntry
from casetypes.kernel import clock
from casetypes.notifications import dispatch
from casetypes.notifications.models import Message

STALE = timedelta(days=1)


def send_again(limit: int = 100) -> int:
    """Returns how many were tried. What was sent meanwhile stays sent: telling is idempotent."""
    waiting = Message.objects.filter(channel="sms", state=Message.WAITING)
    waiting.filter(created_at__lt=clock.now() - STALE).update(
        state=Message.FAILED, reason="the carrier did not answer for a day"
    )
    rows = list(waiting.order_by("pk")[:limit])
    for row in rows:
        _tell_again(row)
    return len(rows)


def _tell_again(row: Message) -> None:
    """The outbox entry that asked for it is named by the row's key."""
    entry = OutboxEntry.objects.select_related("case__citizen", "case__zone", "event").get(
        pk=int(row.dedupe.partition(":")[0])
    )
    dispatch.tell(
        entry.case, entry.event, template=row.template, to=entry.arguments.get("to"), entry=entry.pk
    )
