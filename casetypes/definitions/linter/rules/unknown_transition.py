"""A clock, `not_by` or a scenario names a transition that the service does not have."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem

RULE = "unknown-transition"
GOOD = "clocks: {respuesta: {calendar: oficina, budget: 8 hours, starts: created, stops: [cerrar, rechazar]}}"
BAD = "clocks: {respuesta: {calendar: oficina, budget: 8 hours, starts: created, stops: [cerar, rechazar]}}"


def check(file: FileUnderLint) -> Iterator[Problem]:
    yield from file.unknown(RULE, "transition")
    yield from file.unknown(RULE, "clock start")
