"""A state with a way out, but none that ever reaches a final state: cases go round in circles."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "cannot-finish"
TITLE = phrase("From here no end is ever reached")
WHY = phrase("Cases leave this state but go round in circles: no way leads to an end.")
MEND = phrase("Add a transition to a final state from one of the states of the circle.")
WHOLE = True
GOOD = """
transitions: {cerrar: {from: [recibido], to: resuelto, by: [control_desk]}}
"""
BAD = """
states: {▸aqui: {public: waiting}, ▸alla: {public: waiting}}
transitions:
  ir: {from: [recibido], to: aqui, by: [agent]}
  seguir: {from: [aqui], to: alla, by: [agent]}
  volver: {from: [alla], to: aqui, by: [agent]}
"""


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    machine = service.machine
    for state in machine.states if machine.finals else ():
        if state in machine.reachable and state not in machine.can_finish and machine.out_of(state):
            message = phrase('from "%(state)s" no final state can be reached', state=state)
            yield service.problem(
                RULE, ("states", state), message, phrase("Add a way to an end."), at_key=True
            )
