"""What the task does with a code that was asked for: find the address, ask the limits, make the digits, send them.

All that differs between an address that is known and one that is not happens here, where nobody measures it.
"""

import secrets

import structlog
from django.db import transaction

from casetypes.accounts import codes, letters, limits
from casetypes.accounts.models import OneTimeCode
from casetypes.cases.models import Case
from casetypes.channels.base import Channel, NotNow, Unclear
from casetypes.channels.carrying import hand_over
from casetypes.citizens import contacts
from casetypes.citizens import selectors as people
from casetypes.citizens import services as citizens
from casetypes.citizens.keys import master
from casetypes.citizens.models import Citizen
from casetypes.kernel import clock, sealing
from casetypes.kernel.registry import channels

log = structlog.get_logger()
CHANNEL = {"email": "email", "phone": "sms"}


def send(identifier: str) -> bool:
    """Send the code of that row, once; a letter that was being sent when a worker died gets fresh digits.

    A text that may have left counts as sent: its digits hold, and whoever got none asks again. Two texts with different
    codes would cost twice and confuse. Raises NotNow when the carrier asks to try again later.
    """
    with transaction.atomic():
        row = OneTimeCode.objects.select_for_update().filter(pk=identifier).first()
        if row is None or row.state not in (OneTimeCode.WAITING, OneTimeCode.SENDING) or row.used_at:
            return False
        if row.state == OneTimeCode.SENDING and row.kind == "phone":
            return _perhaps_sent(row)
        address = _address(row)
        held = limits.why_held(row) if address else "nobody"
        if held or row.ends_at <= clock.now():
            return _hold(row, held or "late")
        row.language = _language(row, address)
        digits = f"{secrets.randbelow(1_000_000):06d}"
        row.code, row.state = codes.stored(row, digits), OneTimeCode.SENDING
        row.save(update_fields=["code", "state", "digest", "sealed", "language"])
    return _carry(row, address, digits)


def _address(row: OneTimeCode) -> str:
    """The address that was typed, or the one of the case. It stays sealed in the row until the code is over."""
    given = codes.address_in(row)
    if given or row.purpose != "folio":
        return given
    case = Case.objects.select_related("citizen").filter(folio=row.subject).first()
    found = citizens.contact(case.citizen, row.kind) if case and case.citizen else None
    if found:
        row.digest = contacts.digest(row.kind, found)
        row.sealed = sealing.seal(found.encode(), master(), codes.context(row.pk))
    return found or ""


def _language(row: OneTimeCode, address: str) -> str:
    """The one that the person has chosen for our messages; of somebody unknown, that of the page."""
    person = people.owner_of(row.kind, address)
    if person is None and row.purpose == "prove_address":
        person = Citizen.objects.filter(pk=row.subject).first()
    return person.language if person else row.language


def _hold(row: OneTimeCode, reason: str) -> bool:
    row.state, row.reason = OneTimeCode.HELD, reason
    row.save(update_fields=["state", "reason"])
    if reason not in {"nobody", "late"}:
        log.warning("code.held", reason=reason, kind=row.kind, purpose=row.purpose)
    return False


def _perhaps_sent(row: OneTimeCode) -> bool:
    log.warning("code.perhaps_sent", purpose=row.purpose)
    OneTimeCode.objects.filter(pk=row.pk).update(state=OneTimeCode.SENT, reason="unclear")
    return True


def _carry(row: OneTimeCode, address: str, digits: str) -> bool:
    channel: Channel = channels.get(CHANNEL[row.kind])
    try:
        hand_over(channel, letters.of_code(row, address, digits))
    except Unclear:
        return _perhaps_sent(row)
    except NotNow:
        OneTimeCode.objects.filter(pk=row.pk).update(state=OneTimeCode.WAITING)
        raise
    except Exception as error:  # a carrier that refuses: the person asks again or takes the other way
        log.warning("code.not_sent", kind=row.kind, error=type(error).__name__)
        OneTimeCode.objects.filter(pk=row.pk).update(
            state=OneTimeCode.FAILED, reason=type(error).__name__[:40]
        )
        return False
    OneTimeCode.objects.filter(pk=row.pk).update(state=OneTimeCode.SENT)
    return True
