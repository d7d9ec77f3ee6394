"""What a provider of sign-ins says gives a post in a crew that desks.yaml does not have."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "unknown-crew"
TITLE = phrase("A crew that does not exist")
WHY = phrase("Nobody can belong to a crew that does not exist, so the person would sign in and find no work.")
MEND = phrase("Use a key of crews in desks.yaml, or add the crew there.")
FILE = "sign_on"
GOOD = "providers: {ayuntamiento: {roles: [{has: cuadrilla-1, role: crew, crew: C1}]}}"
BAD = "providers: {ayuntamiento: {roles: [{has: cuadrilla-1, role: crew, crew: ▸C2}]}}"


def check(file: FileUnderLint) -> Iterator[Problem]:
    yield from file.unknown(RULE, "crew")
