"""Texts of which nobody knows whether the carrier took them: it fell over, or gave no answer after all had left.

Twilio's protocol has no key by which it would drop a second copy. So each text is in our ledger before it is handed
over; one that stays unclear is looked for among the carrier's own messages to that number before it is handed over
again. Of the words the ledger keeps a keyed digest, until it is clear.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from django.conf import settings

from casetypes.channels.models import TextMessage
from casetypes.kernel import clock

UNCLEAR = "unclear"
# A text that the carrier took a moment ago may not be in its list yet: nothing is sent again before.
SETTLES = timedelta(seconds=20)
CLOCKS = timedelta(minutes=2)  # by how much the carrier's clock may differ from ours


def begin(*, message_id: str, about: str, parts: int, body: str) -> TextMessage:
    """Enter a text that is about to be handed over; the one that stayed unclear before, if there is one."""
    now = clock.now()
    row, _new = TextMessage.objects.get_or_create(
        message_id=message_id, state=UNCLEAR,
        defaults={
            "reference": f"?{hashlib.sha256(message_id.encode()).hexdigest()[:60]}", "about": about, "parts": parts,
            "words": words(body), "sent_at": now, "changed_at": now,
        },
    )  # fmt: skip
    return row


def waiting(message_id: str) -> TextMessage | None:
    """The one under this identity that stayed unclear."""
    return TextMessage.objects.filter(message_id=message_id, state=UNCLEAR).first()


def clear(row: TextMessage, *, reference: str, parts: int, state: str) -> None:
    """The carrier has it."""
    row.reference, row.parts, row.state = reference or row.message_id[:64], parts, state[:20]
    row.words, row.changed_at = "", clock.now()
    row.save(update_fields=["reference", "parts", "state", "words", "changed_at"])


def has_settled(row: TextMessage) -> bool:
    """Whether what the carrier lists now is all that it took then."""
    return clock.now() - row.sent_at >= SETTLES


def among(listed: Iterable[Mapping[str, Any]], row: TextMessage) -> Mapping[str, Any] | None:
    """The carrier's own record of that text: of its words and its time, and of none that we know by its reference."""
    same = [told for told in listed if _is_same(told, row)]
    references = [str(told.get("sid", "")) for told in same]
    known = set(TextMessage.objects.filter(reference__in=references).values_list("reference", flat=True))
    return next((told for told in same if told.get("sid") and told["sid"] not in known), None)


def _is_same(told: Mapping[str, Any], row: TextMessage) -> bool:
    made = _moment(str(told.get("date_created") or ""))
    late = made is not None and made >= row.sent_at - CLOCKS
    return late and hmac.compare_digest(words(str(told.get("body", ""))), row.words)


def _moment(told: str) -> datetime | None:
    """RFC 2822, as the carrier writes it."""
    try:
        return parsedate_to_datetime(told)
    except ValueError:
        return None


def words(body: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), b"text:" + body.encode(), hashlib.sha256).hexdigest()
