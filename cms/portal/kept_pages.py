"""The public page of a case as it was last rendered: most people who follow a case find it unchanged.

Kept for a minute and for one state of the case, one language and one marking of the city; never a page that was made
for somebody: with a message to them, a question in the address, or the proof that it is theirs.
"""

from dataclasses import dataclass

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language

from casetypes.cases import public
from casetypes.intake.simulation.selectors import is_simulated
from casetypes.kernel.hashing import sha256_hex
from cms.account.session import account_of
from cms.portal.tracking import Tracked

SECONDS = 60


@dataclass(frozen=True)
class _Page:
    state: tuple[object, ...]
    content: bytes


def is_for_everybody(request: HttpRequest, *, proven: bool) -> bool:
    """Whether the page holds nothing of whoever asks."""
    anybody = not proven and not request.GET and account_of(request) is None
    return anybody and not len(get_messages(request))


def find(folio: str) -> bytes | None:
    """The page as it was rendered, while the case is still as it was; one query, none when nothing is kept."""
    page = cache.get(_key(folio))
    if not isinstance(page, _Page) or page.state != public.state_of(folio):
        return None
    return page.content


def keep(folio: str, tracked: Tracked, content: bytes) -> None:
    cache.set(_key(folio), _Page((tracked.revision, tracked.changed_at), content), SECONDS)


def _key(folio: str) -> str:
    return f"portal:page:{sha256_hex(folio.encode())}:{get_language()}:{is_simulated()}"
