"""A clock that still runs when the case is over: it would be overdue for ever."""

from collections.abc import Iterator

from casetypes.definitions.linter.machine import Edge
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase
from casetypes.definitions.schema.service import Clock

RULE = "clock-never-stops"
TITLE = phrase("The deadline goes on after the end")
WHY = phrase("The deadline would go on after the case is over and be late for ever.")
MEND = phrase("Add the buttons that end the case to `stops`, or take final states out of `runs_in`.")
WHOLE = True
GOOD = "clocks: {respuesta: {calendar: oficina, budget: 8 hours, starts: created, stops: [cerrar, rechazar]}}"
BAD = "clocks: {respuesta: {calendar: oficina, budget: 8 hours, starts: created, stops: ▸[rechazar]}}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    for key, clock in service.spec.clocks.items():
        if clock.runs_in:
            yield from _runs_when_over(service, key, clock)
        elif clock.starts and set(clock.stops) <= service.spec.transitions.keys():
            yield from _is_not_stopped(service, key, clock)


def _runs_when_over(service: ServiceUnderLint, key: str, clock: Clock) -> Iterator[Problem]:
    for section in ("runs_in", "pauses_in"):
        for index, state in enumerate(getattr(clock, section)):
            if state in service.machine.finals:
                message = phrase(
                    'clock "%(key)s" goes on in "%(state)s", where the case is over', key=key, state=state
                )
                yield service.problem(
                    RULE, ("clocks", key, section, index), message, phrase("Take the state out.")
                )


def _is_not_stopped(service: ServiceUnderLint, key: str, clock: Clock) -> Iterator[Problem]:
    machine = service.machine
    starts = {machine.initial}
    if clock.starts != "created":
        starts = {edge.target for edge in machine.edges if edge.key == clock.starts}

    def unstopped(edge: Edge) -> bool:
        return edge.key not in clock.stops and edge.source not in machine.finals

    for state in sorted(machine.from_states(starts, unstopped) & machine.finals):
        ways = sorted({edge.key for edge in machine.edges if edge.target == state and unstopped(edge)})
        message = phrase('clock "%(key)s" still runs when a case ends in "%(state)s"', key=key, state=state)
        hint = phrase("Add to its stops: %(names)s.", names=", ".join(ways))
        yield service.problem(RULE, ("clocks", key, "stops"), message, hint)
