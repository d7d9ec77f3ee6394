"""An expression with the wrong kind of value: a number compared with a text, a text where yes or no belongs."""

from collections.abc import Iterator

from casetypes.definitions.linter.expressions import expression_problems
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem

RULE = "expression-type"
GOOD = "calc: {grave: {type: boolean, is: form.tamano > 10}}"
BAD = "calc: {grave: {type: boolean, is: 'form.tamano > \"diez\"'}}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    yield from expression_problems(service, RULE)
