"""A service belongs to a category that city.yaml does not have."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem

RULE = "unknown-category"
GOOD = "category: vialidades"
BAD = "category: vialidad_urbana"


def check(file: FileUnderLint) -> Iterator[Problem]:
    yield from file.unknown(RULE, "category")
