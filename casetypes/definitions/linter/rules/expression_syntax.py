"""An expression that cannot be read: a missing quote, bracket or sign."""

from collections.abc import Iterator

from casetypes.definitions.linter.expressions import expression_problems
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "expression-syntax"
TITLE = phrase("An expression that cannot be read")
WHY = phrase("The expression cannot be read: a quote, bracket or sign is missing or wrong.")
MEND = phrase(
    "Look at the column. Compare with ==, join with && and ||, deny with !, and put texts in quotes."
)
GOOD = "calc: {grave: {type: boolean, is: form.tamano > 10 && form.urgente}}"
BAD = "calc: {grave: {type: boolean, is: form.tamano > 10 ▸and form.urgente}}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    yield from expression_problems(service, RULE)
