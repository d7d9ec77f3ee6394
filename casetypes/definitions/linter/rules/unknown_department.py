"""A service or desk belongs to a department that city.yaml does not have."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem

RULE = "unknown-department"
GOOD = "steward: obras-publicas"
BAD = "steward: obras"


def check(file: FileUnderLint) -> Iterator[Problem]:
    yield from file.unknown(RULE, "department")
