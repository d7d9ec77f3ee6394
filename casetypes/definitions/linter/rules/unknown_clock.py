"""A scenario expects something of a clock that the service does not have."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "unknown-clock"
TITLE = phrase("A clock that does not exist")
WHY = phrase(
    "A scenario expects something of a clock that the service does not have, so it could never hold."
)
MEND = phrase("Use a key of `clocks`, or add the clock there.")
_CLOCKS = "clocks: {solucion: {calendar: oficina, runs_in: [recibido], budget: 5 working days}}"
_STEP = "scenarios: {espera: {steps: [{wait: 1 day, expect: {clocks: {%s: running}}}]}}"
GOOD = f"{_CLOCKS}\n{_STEP % 'solucion'}"
BAD = f"{_CLOCKS}\n{_STEP % '▸solution'}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    yield from service.unknown(RULE, "clock")
