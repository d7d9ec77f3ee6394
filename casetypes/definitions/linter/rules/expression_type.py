"""An expression with the wrong kind of value: a number compared with a text, a text where yes or no belongs."""

from collections.abc import Iterator

from casetypes.definitions.linter.expressions import expression_problems
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "expression-type"
TITLE = phrase("An expression that compares different kinds")
WHY = phrase(
    "The expression compares different kinds of value, calls what does not exist, or gives another "
    "kind of answer than its place needs."
)
MEND = phrase(
    'Compare whole numbers with 10, decimals and money with 10.0, texts with "text", choices with the'
    " key of an option."
)
GOOD = "calc: {grave: {type: boolean, is: form.tamano > 10}}"
BAD = "calc: {grave: {type: boolean, is: 'form.tamano ▸> \"diez\"'}}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    yield from expression_problems(service, RULE)
