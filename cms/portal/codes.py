"""One-time codes: whoever reads the reporter's mailbox is the reporter.

A code is six digits derived from a nonce that stays in the session; it holds for ten minutes, five tries and
only if it was really sent. At most five are sent per case and hour, so guessing a code in many browsers at
once leads nowhere. Whether a case exists, or has an address, never shows.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from casetypes.cases.models import Case
from casetypes.citizens import services as citizens
from casetypes.kernel import clock
from casetypes.notifications.models import Message
from cms.portal import letters, session

CODE = "code"
TEMPLATE = "one_time_code"
HOLDS = timedelta(minutes=10)
WINDOW = timedelta(hours=1)
MOST_SENT, MOST_TRIES = 5, 5


def issue(request: HttpRequest, folio: str) -> str:
    """A fresh nonce in this session; the caller hands it to the task that sends the code."""
    nonce = secrets.token_urlsafe(16)
    until = int((clock.now() + HOLDS).timestamp())
    request.session[CODE] = {"folio": folio, "nonce": nonce, "until": until, "tries": 0}
    return nonce


def pending(request: HttpRequest, folio: str) -> bool:
    """Whether a code for this folio was asked for in this session and may still be typed."""
    asked = request.session.get(CODE) or {}
    return (
        asked.get("folio") == folio
        and asked["until"] > clock.now().timestamp()
        and asked["tries"] < MOST_TRIES
    )


def accept(request: HttpRequest, folio: str, typed: str) -> bool:
    """Whether that is the code; then this browser is the reporter's. Each wrong one counts."""
    if not pending(request, folio):
        return False
    asked = dict(request.session[CODE])
    right = hmac.compare_digest(
        derive(folio, asked["nonce"]), "".join(char for char in typed if char.isdigit())
    )
    if right and Message.objects.filter(dedupe=_dedupe(asked["nonce"]), state=Message.SENT).exists():
        del request.session[CODE]
        session.prove(request, folio)
        return True
    request.session[CODE] = {**asked, "tries": asked["tries"] + 1}
    return False


def derive(folio: str, nonce: str) -> str:
    """Six digits; nothing is stored."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"agora:code:{folio}:{nonce}".encode(), hashlib.sha256)
    return f"{int.from_bytes(digest.digest()[:8]) % 1_000_000:06d}"


def send(folio: str, nonce: str, language: str) -> bool:
    """Send the code when there is a case with an address and not too many were sent. Idempotent per nonce."""
    case = Case.objects.select_related("citizen").filter(folio=folio).first()
    address = citizens.contact(case.citizen, "email") if case and case.citizen else None
    if case is None or address is None or _sent_lately(case) >= MOST_SENT:
        return False
    message, new = Message.objects.get_or_create(
        dedupe=_dedupe(nonce),
        defaults={
            "case": case, "template": TEMPLATE, "audience": "reporter", "channel": "email", "language": language,
        },
    )  # fmt: skip
    if not new and message.state == Message.SENT:
        return True
    with translation.override(language):
        sent = letters.send_code(address, derive(folio, nonce), folio)
    message.state, message.sent_at = (Message.SENT, clock.now()) if sent else (Message.FAILED, None)
    message.save(update_fields=["state", "sent_at"])
    return sent


def _sent_lately(case: Case) -> int:
    return Message.objects.filter(case=case, template=TEMPLATE, created_at__gt=clock.now() - WINDOW).count()


def _dedupe(nonce: str) -> str:
    return f"code:{nonce}"
