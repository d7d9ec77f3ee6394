"""A problem of a definition, at a place a person can open."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from casetypes.kernel.phrases import Phrase, phrase
from casetypes.kernel.text import closest, nearest

__all__ = ["Phrase", "Problem", "Severity", "did_you_mean", "phrase"]

Severity = Literal["error", "warning"]
MOST_LISTED = 25
MOST_COMPARED = 200  # each is compared letter by letter
FEW = 6


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. Line and column count from 1; `message` has no full stop, `hint` is a sentence."""

    file: str
    line: int
    column: int
    rule: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column} {self.rule}: {self.message}"
        return f"{text}. {self.hint}" if self.hint else text

    def as_json(self) -> dict[str, str | int]:
        """The shape of `definitions lint --format json`."""
        plain = asdict(self)
        del plain["severity"]
        return plain


def did_you_mean(word: str, candidates: Iterable[str], *, otherwise: str = "Known here") -> str:
    """The nearest word as a question; else the candidates, or of many those that are most like it."""
    known = sorted(set(candidates))
    if found := closest(word, known):
        return phrase('Did you mean "%(word)s"?', word=found)
    if known and len(known) <= MOST_LISTED:
        return phrase("%(kind)s: %(words)s.", kind=phrase(otherwise), words=", ".join(known))
    if not word or not known or len(known) > MOST_COMPARED:
        return ""
    few = phrase(
        "%(words)s and %(count)s more", words=", ".join(nearest(word, known, FEW)), count=len(known) - FEW
    )
    return phrase("%(kind)s: %(words)s.", kind=phrase(otherwise), words=few)
