"""A checklist that nobody can fill: it is open only in states that no case reaches or that are final."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "checklist-unreachable"
TITLE = phrase("A checklist that nobody can fill")
WHY = phrase(
    "Nobody can fill a checklist that is open only where no case is being worked on, so what requires"
    " it could never happen."
)
MEND = phrase("Name in open_in a state that cases reach before the end.")
WHOLE = True
GOOD = "checklists: {reparacion: {open_in: [recibido]}}"
BAD = "checklists: {reparacion: {open_in: ▸[resuelto]}}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    useful = service.machine.reachable - service.machine.finals
    for key, checklist in service.spec.checklists.items():
        if not useful.intersection(checklist.open_in):
            message = phrase('checklist "%(key)s" is never open while a case is being worked on', key=key)
            yield service.problem(
                RULE, ("checklists", key, "open_in"), message, phrase("Name a state before the end.")
            )
