"""A service or desk belongs to a department that city.yaml does not have."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "unknown-department"
TITLE = phrase("A department that does not exist")
WHY = phrase(
    "A service or desk belongs to a department that the city does not have, so nobody answers for it."
)
MEND = phrase("Use a key of `departments` in city.yaml, or add the department there.")
GOOD = "steward: obras-publicas"
BAD = "steward: ▸obras"


def check(file: FileUnderLint) -> Iterator[Problem]:
    yield from file.unknown(RULE, "department")
