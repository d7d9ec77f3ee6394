"""The scenarios of a draft's saved text: run when somebody asks, and kept for as long as they say the same.

What comes out depends on the text and on what is published, so it is kept by both. It is kept in the cache only:
publishing asks the scenarios again in any case.
"""

from django.core.cache import cache

from casetypes.definitions.revision import current_stamp
from casetypes.proving.scenarios.account import Proof
from casetypes.proving.scenarios.running import run_text
from cms.studio.models import Draft

KEPT = 30 * 24 * 3600  # seconds


def known(draft: Draft) -> Proof | None:
    """What came out when this very text was last run in the city as it is published; None when it never was."""
    found: Proof | None = cache.get(_key(draft))
    return found


def prove(draft: Draft) -> Proof:
    """Run the scenarios of the saved text. A second or two; nothing but the outcome is left. Never raises for what is
    in the text."""
    proof = run_text(draft.text, key=draft.key)
    cache.set(_key(draft), proof, KEPT)
    return proof


def _key(draft: Draft) -> str:
    return f"studio-proof:{draft.key}:{draft.sha256}:{current_stamp()}"
