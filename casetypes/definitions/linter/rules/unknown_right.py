"""desks.yaml gives a role a right that does not exist; a warning for one that nothing asks for any more."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem, phrase
from casetypes.kernel.vocabulary import RETIRED_RIGHTS

RULE = "unknown-right"
TITLE = phrase("A right that does not exist")
WHY = phrase("Nothing asks for a right that does not exist: who should have it would be refused everywhere.")
MEND = phrase("Use one of the rights of the language; who may take a step is said by its transition.")
FILE = "desks"
GOOD = "rights: {control_desk: [read_desk, assign]}"
BAD = "rights: {control_desk: [read_desk, ▸asign]}"


def check(file: FileUnderLint) -> Iterator[Problem]:
    for one in file.references("right"):
        if one.value in RETIRED_RIGHTS:
            message = phrase('nothing asks for the right "%(right)s" any more', right=one.value)
            hint = phrase("Take it out: who may take a step is said by its transition.")
            yield file.problem(RULE, one.path, message, hint, severity="warning")
        elif one.value not in (file.names("right") or ()):
            yield file.no_such(RULE, one, file.names("right") or ())
