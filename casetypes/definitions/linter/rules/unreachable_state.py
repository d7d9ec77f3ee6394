"""No transition leads to a state, so no case ever gets there."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "unreachable-state"
TITLE = phrase("No step leads to this state")
WHY = phrase("No case ever gets into this state, so what is planned for it never happens.")
MEND = phrase("Add a transition that leads there, or remove the state.")
WHOLE = True
GOOD = """
states: {olvidado: {public: waiting}}
transitions:
  olvidar: {from: [recibido], to: olvidado, by: [agent]}
  volver: {from: [olvidado], to: recibido, by: [agent]}
"""
BAD = """
states: {▸olvidado: {public: waiting}}
transitions: {volver: {from: [olvidado], to: recibido, by: [agent]}}
"""


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    for state in service.spec.states:
        if state not in service.machine.reachable:
            message = phrase('no transition leads to the state "%(state)s"', state=state)
            yield service.problem(
                RULE, ("states", state), message, phrase("Add one, or remove the state."), at_key=True
            )
