"""An effect that does not exist, or that this release only knows by name."""

from collections.abc import Iterator

from casetypes.definitions.linter.effects import effect_calls
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase
from casetypes.kernel.registry import effects

RULE = "unknown-effect"
TITLE = phrase("An effect that does not exist")
WHY = phrase(
    "What stands in `do` happens only if it is one of the effects; this one does not exist, or this "
    "release cannot carry it out yet."
)
MEND = phrase("Use one of the effects of REFERENCE.md, or leave it out.")
GOOD = "on_open: {do: [{notify: recibido}]}"
BAD = "on_open: {do: [{▸webhook: aviso}]}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    for path, call in effect_calls(service.spec):
        if getattr(effects.get(call.name), "carry_out", True) is None:
            message = phrase(
                '%(owner)s uses "%(name)s", which this release cannot carry out yet',
                owner=service.owner(path),
                name=call.name,
            )
            yield service.problem(
                RULE, (*path, call.name), message, phrase("Leave it out for now."), at_key=True
            )
