"""The public would read "resolved" of a case that was handed on, declined, joined or withdrawn."""

from collections.abc import Iterator

from casetypes.definitions.linter.effects import edge_effects
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem

RULE = "dishonest-status"
GOOD = "states: {improcedente: {public: declined, final: declined}}"
BAD = "states: {improcedente: {public: resolved, final: declined}}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    referred = {
        edge.target
        for edge in service.machine.edges
        if any(call.name == "refer" for call in edge_effects(edge))
    }
    for key, state in service.spec.states.items():
        if state.public != "resolved":
            continue
        path = ("states", key, "public")
        if key in referred:
            message = f'state "{key}" is reached by handing the case on, yet published as resolved'
            yield service.problem(RULE, path, message, "Publish it as referred.")
        elif state.final and state.final != "done":
            message = f'state "{key}" ends as {state.final}, yet is published as resolved'
            yield service.problem(RULE, path, message, "Publish what happened, or end it with final: done.")
