"""Messages of a simulated year: on record like all others, and sent to nobody."""

from casetypes.cases.models import Case, OutboxEntry
from casetypes.definitions import selectors
from casetypes.notifications.models import Message

EFFECT = "notify"
REASON = "simulated case: nobody is written to"


def silence(case: Case) -> int:
    """Settle every message of a case that still waits, without sending it; returns how many. The caller's transaction
    is the one that queued them, so that no worker ever sees them waiting."""
    waiting = OutboxEntry.objects.filter(case=case, effect=EFFECT, state=OutboxEntry.PENDING).order_by("id")
    messages = []
    for entry in waiting:
        settle(entry)
        entry.save(update_fields=["state", "done_at"])
        messages.append(unsent(case, entry))
    Message.objects.bulk_create(messages)
    return len(messages)


def settle(entry: OutboxEntry) -> None:
    """The entry is done with at the moment it was queued."""
    entry.state, entry.done_at = OutboxEntry.DONE, entry.created_at


def unsent(case: Case, entry: OutboxEntry) -> Message:
    """The record of a message that was not sent, not written yet."""
    template = entry.arguments["template"]
    return Message(
        case=case, template=template, audience=entry.arguments.get("to") or selectors.message(template).audience,
        channel="email", language=case.language, state=Message.SUPPRESSED, reason=REASON,
        dedupe=f"{entry.pk}:{template}:simulated:email", created_at=entry.created_at,
    )  # fmt: skip
