"""A service belongs to a category that city.yaml does not have."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "unknown-category"
TITLE = phrase("A category that does not exist")
WHY = phrase("Citizens find services by their categories; one that city.yaml does not have is shown nowhere.")
MEND = phrase("Use a key of `categories` in city.yaml, or add the category there.")
GOOD = "category: vialidades"
BAD = "category: ▸vialidad_urbana"


def check(file: FileUnderLint) -> Iterator[Problem]:
    yield from file.unknown(RULE, "category")
