"""A state that is not final and that no transition leaves: cases stay there for ever."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "dead-end-state"
TITLE = phrase("A state without a way out")
WHY = phrase("A case that gets here stays for ever: it is not over, and nothing leads on.")
MEND = phrase(
    "Add a transition out of it, or say how it ends: final: done, declined, duplicate, withdrawn or "
    "referred_out."
)
WHOLE = True
GOOD = """
states: {en_obra: {public: in_process}}
transitions:
  iniciar: {from: [recibido], to: en_obra, by: [agent]}
  terminar: {from: [en_obra], to: resuelto, by: [agent]}
"""
BAD = """
states: {▸en_obra: {public: in_process}}
transitions: {iniciar: {from: [recibido], to: en_obra, by: [agent]}}
"""


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    machine = service.machine
    for state in machine.states if machine.finals else ():
        if state not in machine.finals and not machine.out_of(state):
            hint = phrase("Add a transition from it, or say how it ends: final: done.")
            yield service.problem(
                RULE,
                ("states", state),
                phrase('nothing leads out of "%(state)s"', state=state),
                hint,
                at_key=True,
            )
