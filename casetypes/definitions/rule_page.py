"""What a steward is told about one lint rule: `definitions explain RULE` and the titles in the admin."""

from dataclasses import dataclass
from typing import Literal

from casetypes.definitions.problems import Phrase

PLACE = "▸"  # in a bad example: the problem stands at the sign behind it
Speaker = Literal["lint", "publish", "test"]


@dataclass(frozen=True)
class RulePage:
    """A rule in words and by example.

    `bad` and `good` are YAML laid over a small service, or over another file of its city that `file` names; `raw`
    ones replace the top-level keys they begin with, to the letter. `speaker` is the command that finds the problem.
    """

    rule: str
    title: Phrase
    why: Phrase
    mend: Phrase
    bad: str
    good: str
    file: str = "service"
    raw: bool = False
    speaker: Speaker = "lint"
