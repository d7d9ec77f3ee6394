"""A clock or a desk's shift uses a calendar that calendars.yaml does not have."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "unknown-calendar"
TITLE = phrase("A calendar that does not exist")
WHY = phrase("Without its calendar a deadline cannot be counted.")
MEND = phrase("Use a key of calendars.yaml, or add the calendar there.")
GOOD = "clocks: {solucion: {calendar: oficina, runs_in: [recibido], budget: 5 working days}}"
BAD = "clocks: {solucion: {calendar: ▸oficna, runs_in: [recibido], budget: 5 working days}}"


def check(file: FileUnderLint) -> Iterator[Problem]:
    yield from file.unknown(RULE, "calendar")
