"""A transition that no scenario of the service fires, so nothing proves that it works. A warning."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "scenario-missing"
TITLE = phrase("No example story takes this step")
WHY = phrase(
    "A button that no scenario presses is not proven: a later change may break it and nobody sees it."
)
MEND = phrase("Add a step to a scenario that presses it.")
WHOLE = True
GOOD = """
scenarios: {todo: {given: {}, steps: [{by: control_desk, do: cerrar}, {by: control_desk, do: rechazar}]}}
"""
BAD = """
scenarios: {poco: {given: {}, steps: [{by: control_desk, do: cerrar}]}}
transitions: {▸rechazar: {from: [recibido], to: improcedente, by: [control_desk]}}
"""


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    # What only the system does is pressed by nobody: `definitions test` sees whether time brings it about.
    fired = {step.do for scenario in service.spec.scenarios.values() for step in scenario.steps}
    for key, transition in service.spec.transitions.items():
        if key not in fired and transition.by != ["system"]:
            message = phrase('no scenario fires the transition "%(key)s"', key=key)
            hint = phrase("Add a step that does.")
            yield service.problem(RULE, ("transitions", key), message, hint, at_key=True, severity="warning")
