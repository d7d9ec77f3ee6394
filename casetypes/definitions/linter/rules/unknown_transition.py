"""A clock, `not_by` or a scenario names a transition that the service does not have."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "unknown-transition"
TITLE = phrase("A step that does not exist")
WHY = phrase("A clock, `not_by` or a scenario names a button that the service does not have.")
MEND = phrase("Use a key of `transitions`; a clock may also start with created.")
GOOD = "clocks: {respuesta: {calendar: oficina, budget: 8 hours, starts: created, stops: [cerrar, rechazar]}}"
BAD = "clocks: {respuesta: {calendar: oficina, budget: 8 hours, starts: created, stops: [▸cerar, rechazar]}}"


def check(file: FileUnderLint) -> Iterator[Problem]:
    yield from file.unknown(RULE, "transition")
    yield from file.unknown(RULE, "clock start")
