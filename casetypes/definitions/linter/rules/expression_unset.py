"""An expression reads a value that may not be there, without asking `has()` first."""

from collections.abc import Iterator

from casetypes.definitions.linter.expressions import expression_problems
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "expression-unset"
TITLE = phrase("An expression uses an answer that may be missing")
WHY = phrase(
    "The answer may not be there: the field is optional, or its page may be skipped. Reading it then "
    "would stop the case."
)
MEND = phrase("Ask first: has(form.x) && form.x > 10. Or make the field required.")
GOOD = "calc: {ancho: {type: boolean, is: has(form.ancho_m) && form.ancho_m > 1.0}}"
BAD = "calc: {ancho: {type: boolean, is: form.▸ancho_m > 1.0}}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    yield from expression_problems(service, RULE)
