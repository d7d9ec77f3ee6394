"""A service, role or crew names a desk that desks.yaml does not have."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem, did_you_mean, phrase

RULE = "unknown-desk"
TITLE = phrase("A desk that does not exist")
WHY = phrase("Cases would be sent to a desk that does not exist, and nobody would see them.")
MEND = phrase("Use a key of desks.yaml, or add the desk there.")
GOOD = "desk: bacheo"
BAD = "desk: ▸bacheos"


def check(file: FileUnderLint) -> Iterator[Problem]:
    yield from file.unknown(RULE, "desk")
    desks = file.names("desk")
    for one in file.references("role"):
        desk = one.value.partition("@")[2]
        if desk and desks is not None and desk not in desks:
            message = phrase('%(owner)s names the desk "%(desk)s"', owner=file.owner(one.path), desk=desk)
            yield file.problem(RULE, one.path, message, did_you_mean(desk, desks), at_key=one.is_key)
