"""A transition, clock, checklist or scenario names a state that the service does not have."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import FileUnderLint, keys_of
from casetypes.definitions.problems import Problem, phrase

RULE = "unknown-state"
TITLE = phrase("A state that does not exist")
WHY = phrase(
    "A transition, clock, checklist, scenario or import names a state that the service does not have,"
    " so cases could never be there."
)
MEND = phrase("Use a key of `states`, or add the state there.")
GOOD = "transitions: {cerrar: {from: [recibido], to: resuelto, by: [control_desk]}}"
BAD = "transitions: {cerrar: {from: [recibido], to: ▸resuelt, by: [control_desk]}}"


def check(file: FileUnderLint) -> Iterator[Problem]:
    yield from file.unknown(RULE, "state")
    yield from _in_import(file)


def _in_import(file: FileUnderLint) -> Iterator[Problem]:
    """`state: {column: …, map: {…}}` of an import names states of its service."""
    service = file.fed_service
    if service is None or file.spec.state is None:
        return
    states = keys_of(service, "states")
    for word, state in file.spec.state.map.items():
        if state not in states:
            path = ("state", "map", word)
            yield file.problem(
                RULE,
                path,
                phrase(
                    '"%(word)s" becomes the state "%(state)s", which %(key)s has not',
                    word=word,
                    state=state,
                    key=service.key,
                ),
            )
