"""An expression reads a value that may not be there, without asking `has()` first."""

from collections.abc import Iterator

from casetypes.definitions.linter.expressions import expression_problems
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem

RULE = "expression-unset"
GOOD = "calc: {ancho: {type: boolean, is: has(form.ancho_m) && form.ancho_m > 1.0}}"
BAD = "calc: {ancho: {type: boolean, is: form.ancho_m > 1.0}}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    yield from expression_problems(service, RULE)
