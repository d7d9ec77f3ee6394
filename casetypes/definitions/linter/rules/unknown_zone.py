"""A desk or crew covers a zone without a name, or the same one twice (names are known once zones are loaded)."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "unknown-zone"
TITLE = phrase("A zone that does not exist")
WHY = phrase(
    "A desk or crew covers a zone without a name, or names one twice: a slip of the pen that hides a "
    "missing zone."
)
MEND = phrase("Write each zone once, or zones: all.")
FILE = "desks"
GOOD = "crews: {C1: {desk: bacheo, name: {es: Uno, en: One}, zones: [centro, oriente]}}"
BAD = "crews: {C1: {desk: bacheo, name: {es: Uno, en: One}, zones: [centro, ▸centro]}}"


def check(file: FileUnderLint) -> Iterator[Problem]:
    """Names of zones are only known once they are loaded; here: no zone twice, none that is blank."""
    seen: set[tuple[object, str]] = set()
    for one in file.references("zone"):
        holder = one.path[:-1]
        if not one.value.strip():
            yield file.problem(
                RULE, one.path, phrase("%(owner)s covers a zone without a name", owner=file.owner(one.path))
            )
        elif (holder, one.value) in seen:
            yield file.problem(
                RULE,
                one.path,
                phrase('%(owner)s covers "%(value)s" twice', owner=file.owner(one.path), value=one.value),
            )
        seen.add((holder, one.value))
