"""`not_by` must name a step that comes before, or it keeps nobody from approving their own work."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "self-approval"
TITLE = phrase("The same person could approve their own work")
WHY = phrase(
    "`not_by` keeps a person from approving their own work. It must name a step that comes before, or"
    " it keeps nobody from anything."
)
MEND = phrase("Name the transition that does the work which is approved here.")
WHOLE = True
GOOD = """
states: {por_verificar: {public: in_process}}
transitions:
  terminar: {from: [recibido], to: por_verificar, by: [agent]}
  verificar: {from: [por_verificar], to: resuelto, by: [supervisor], not_by: terminar}
"""
BAD = """
states: {por_verificar: {public: in_process}}
transitions:
  terminar: {from: [recibido], to: por_verificar, by: [agent]}
  verificar: {from: [por_verificar], to: resuelto, by: [supervisor], not_by: ▸rechazar}
"""


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    transitions = service.spec.transitions
    for key, transition in transitions.items():
        if transition.not_by not in transitions:
            continue
        if transition.not_by == key or not _comes_before(service, transition.not_by, key):
            message = phrase(
                'transition "%(key)s": "%(not_by)s" never comes before it', key=key, not_by=transition.not_by
            )
            hint = phrase("Name the step whose author may not do this one.")
            yield service.problem(RULE, ("transitions", key, "not_by"), message, hint)


def _comes_before(service: ServiceUnderLint, first: str, second: str) -> bool:
    targets = {edge.target for edge in service.machine.edges if edge.key == first}
    later = service.machine.from_states(targets, lambda edge: edge.key != second)
    return bool(later.intersection(service.spec.transitions[second].sources))
