"""Telling the addresses of an account that one was added or removed, so that nobody does it behind their owner's back.

Each letter lies sealed in the broker: an address is never readable there.
"""

import base64
import json
from collections.abc import Iterable
from typing import Literal
from uuid import uuid4

import structlog
from django.conf import settings

from casetypes.accounts import letters
from casetypes.channels import sms
from casetypes.channels.base import Channel, NotNow
from casetypes.channels.carrying import hand_over
from casetypes.citizens.keys import master
from casetypes.citizens.models import Citizen
from casetypes.citizens.selectors import Address
from casetypes.kernel import sealing
from casetypes.kernel.registry import channels

# added: to those the account had before; removed: to the one that left; lost: to those that stay.
Change = Literal["added", "removed", "lost"]
CHANNEL = {"email": "email", "phone": "sms"}
log = structlog.get_logger()


def to_each(addresses: Iterable[Address], change: Change, citizen: Citizen) -> list[str]:
    """One sealed letter per address, for `carry`. By text message only while the city sends them."""
    return [
        _sealed({
            "to": each.value, "kind": each.kind, "change": change, "language": citizen.language,
            "identity": str(uuid4()),
        })
        for each in addresses
        if each.kind != "phone" or sms.is_open()
    ]  # fmt: skip


def carry(sealed: str) -> bool:
    """Open the letter and hand it to its carrier; False when that refuses. Raises NotNow when it asks to come again."""
    told = json.loads(sealing.open_sealed(base64.b64decode(sealed), master(), _context()))
    channel: Channel = channels.get(CHANNEL[told.pop("kind")])
    try:
        hand_over(channel, letters.of_address(**told, short=channel.kind == "phone"))
    except NotNow:
        raise
    except Exception as error:  # a carrier that refuses: the change itself stands and is in the audit log
        log.warning("address_letter.not_sent", error=type(error).__name__)
        return False
    return True


def _sealed(told: dict[str, str]) -> str:
    return base64.b64encode(sealing.seal(json.dumps(told).encode(), master(), _context())).decode()


def _context() -> bytes:
    return f"address-letter:{settings.CITY}".encode()
