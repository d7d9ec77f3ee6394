"""Signed links: what proves that somebody is the reporter of a case, or was invited to its survey."""

from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from casetypes.access.actors import Actor, reporter
from casetypes.kernel.errors import NotFound

Purpose = Literal["reporter", "survey", "secret"]
LIFETIME = {
    "reporter": timedelta(days=180),
    "survey": timedelta(days=30),
    "secret": timedelta(days=3650),  # the only way back of somebody who left no address
}


class LinkExpired(NotFound):
    code = "link-expired"
    status = 410


def sign(folio: str, purpose: Purpose = "reporter") -> str:
    """A token for addresses; it holds the folio and nothing personal."""
    return signing.dumps(folio, salt=_salt(purpose))


def open_link(token: str, purpose: Purpose = "reporter") -> str:
    """The folio. Raises NotFound for a token that was tampered with, LinkExpired for an old one."""
    try:
        return str(signing.loads(token, salt=_salt(purpose), max_age=LIFETIME[purpose]))
    except signing.SignatureExpired:
        raise LinkExpired(_("This link has expired. Ask for a new one with your folio.")) from None
    except signing.BadSignature:
        raise NotFound(_("This link is not complete. Open it again from the message.")) from None


def open_reporter_link(token: str) -> str:
    """The folio that a reporter's link leads to: one of a message, or the secret one. Raises as `open_link`."""
    try:
        return open_link(token, "secret")
    except LinkExpired:
        raise
    except NotFound:
        return open_link(token)


def _salt(purpose: Purpose) -> str:
    """A link of one purpose, and of one city, is worth nothing for another."""
    return f"case.{purpose}:{settings.CITY}"


def actor_from(token: str, folio: str) -> Actor | None:
    """The reporter of that folio when the token proves it, else None."""
    try:
        return reporter(folio=folio) if open_link(token) == folio else None
    except NotFound:
        return None
