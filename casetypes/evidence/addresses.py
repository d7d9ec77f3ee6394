"""Signed addresses of files that are not public: for one person or one draft, for a few minutes, of this city.

An address alone opens nothing: whoever comes with it has to be the person it was made for, without having signed out
everywhere since, and the policy is asked again when it is opened. `open_address` tells neither why it refused nor
whether there is such a file.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, get_args

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from casetypes.access.actors import Actor
from casetypes.evidence.models import Attachment
from casetypes.kernel.errors import NotFound
from casetypes.kernel.hashing import sha256_hex

Copy = Literal["original", "shown", "thumbnail"]
LASTS = timedelta(minutes=15)


@dataclass(frozen=True)
class Opened:
    attachment: Attachment
    copy: Copy


def sign(attachment: Attachment, copy: Copy, actor: Actor) -> str:
    """The token of an address, for this actor only."""
    return signing.dumps([str(attachment.pk), copy, _holder(actor)], salt=_salt())


def open_address(token: str, actor: Actor) -> Opened:
    """What the address leads to. Raises NotFound for one that is old, altered, another person's or another city's."""
    try:
        identifier, copy, holder = signing.loads(token, salt=_salt(), max_age=LASTS)
    except (signing.BadSignature, ValueError):
        raise NotFound(_("There is no such file.")) from None
    found = Attachment.objects.select_related("case__desk").filter(pk=identifier, case__isnull=False).first()
    if found is None or holder != _holder(actor) or copy not in get_args(Copy):
        raise NotFound(_("There is no such file."))
    return Opened(found, copy)


def sign_draft(attachment: Attachment) -> str:
    """The token of the address of a thumbnail, for whoever holds the draft that the file belongs to."""
    return signing.dumps([str(attachment.pk), _of_draft(attachment.draft)], salt=_salt("draft"))


def open_draft(token: str, draft: str) -> Attachment:
    """The file of this draft that the address leads to. Raises NotFound, also when the draft has been sent."""
    try:
        identifier, holder = signing.loads(token, salt=_salt("draft"), max_age=LASTS)
    except (signing.BadSignature, ValueError):
        raise NotFound(_("There is no such file.")) from None
    found = Attachment.objects.filter(pk=identifier, draft=draft, case=None).first() if draft else None
    if found is None or holder != _of_draft(draft):
        raise NotFound(_("There is no such file."))
    return found


def _of_draft(draft: str) -> str:
    return sha256_hex(f"draft:{draft}".encode())[:32]


def _holder(actor: Actor) -> str:
    """Raises ValueError for who is not a member of staff: nobody else is given such an address."""
    return sha256_hex(f"user:{actor.person_id}:{actor.session_stamp}".encode())[:32]


def _salt(what: str = "file") -> str:
    return f"{settings.CITY}.evidence.{what}"
