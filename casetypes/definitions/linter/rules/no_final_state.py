"""The service has no final state, so its cases can never be closed."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "no-final-state"
TITLE = phrase("The service never closes a case")
WHY = phrase("Without an end no case is ever closed, and no figure is ever true.")
MEND = phrase("Give one of the states final: done.")
WHOLE = True
GOOD = "states: {resuelto: {public: resolved, final: done}}"
BAD = "▸states: {resuelto: {final: null}, improcedente: {final: null}}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    if not service.machine.finals:
        hint = phrase("Give one of them final: done.")
        yield service.problem(
            RULE, ("states",), phrase("no state is final, so no case can be closed"), hint, at_key=True
        )
