"""The scenarios of a draft's saved text: run when somebody asks or sends it, and kept for as long as they say the same.

What comes out depends on the text and on what is published. The whole account is kept by both, in the cache only; the
counts are kept with the draft, so that who reviews it always has them. Publishing asks the scenarios again in any case.
"""

from dataclasses import dataclass

from django.core.cache import cache

from casetypes.definitions.revision import current_stamp
from casetypes.proving.scenarios.account import Proof
from casetypes.proving.scenarios.running import run_text
from cms.studio.models import Draft

KEPT = 30 * 24 * 3600  # seconds


@dataclass(frozen=True)
class Standing:
    """How many scenarios of a text there are, and how many of them do not hold."""

    scenarios: int
    failing: int

    @property
    def holding(self) -> int:
        return self.scenarios - self.failing


def known(draft: Draft) -> Proof | None:
    """What came out when this very text was last run in the city as it is published; None when it never was."""
    found: Proof | None = cache.get(_key(draft))
    return found


def standing(draft: Draft) -> Standing | None:
    """The counts of this very text, as it was last run in any state of the city; None when it never was."""
    if draft.proven_sha256 != draft.sha256:
        return None
    return Standing(draft.scenarios, draft.failing)


def prove(draft: Draft) -> Proof:
    """Run the scenarios of the saved text. A second or two; nothing but the outcome is left. Never raises for what is
    in the text."""
    proof = run_text(draft.text, key=draft.key)
    cache.set(_key(draft), proof, KEPT)
    _count(draft, proof)
    return proof


def _count(draft: Draft, proof: Proof) -> None:
    """Kept with the draft unless its text became another meanwhile; a text that was not run counts nothing."""
    if proof.refused:
        return
    failing = sum(not each.passed for each in proof.scenarios)
    draft.proven_sha256, draft.scenarios, draft.failing = draft.sha256, len(proof.scenarios), failing
    Draft.objects.filter(pk=draft.pk, sha256=draft.sha256).update(
        proven_sha256=draft.sha256, scenarios=draft.scenarios, failing=failing
    )


def _key(draft: Draft) -> str:
    return f"studio-proof:{draft.key}:{draft.sha256}:{current_stamp()}"
