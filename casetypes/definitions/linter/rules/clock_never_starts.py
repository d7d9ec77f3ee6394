"""A clock without a beginning: neither `starts` nor a state to run in, or only states that are never reached."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "clock-never-starts"
TITLE = phrase("The deadline never starts")
WHY = phrase("A deadline that never begins protects nobody.")
MEND = phrase("Write starts: created, or runs_in with states that cases reach.")
GOOD = "clocks: {solucion: {calendar: oficina, runs_in: [recibido], budget: 5 working days}}"
BAD = "clocks: {▸solucion: {calendar: oficina, budget: 5 working days, stops: [cerrar]}}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    for key, clock in service.spec.clocks.items():
        if not clock.starts and not clock.runs_in:
            hint = phrase("Write starts: created, or runs_in with the states that count.")
            yield service.problem(
                RULE, ("clocks", key), phrase('clock "%(key)s" never starts', key=key), hint, at_key=True
            )
        elif clock.runs_in and service.whole and not service.machine.reachable.intersection(clock.runs_in):
            message = phrase('clock "%(key)s" runs only in states that no case reaches', key=key)
            yield service.problem(RULE, ("clocks", key, "runs_in"), message)
