"""An import or a child case names a service that the city does not have."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem

RULE = "unknown-service"
FILE = "import"
GOOD = "service: bache"
BAD = "service: baches"


def check(file: FileUnderLint) -> Iterator[Problem]:
    yield from file.unknown(RULE, "service")
