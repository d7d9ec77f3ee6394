"""A work order, a guard, an effect or a scenario names a checklist or work order that the service does not have."""

from collections.abc import Iterator

from casetypes.definitions.linter.expressions import expression_problems
from casetypes.definitions.linter.subject import FileUnderLint, ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase

RULE = "unknown-checklist"
TITLE = phrase("A checklist or work order that does not exist")
WHY = phrase(
    "A work order, a requirement, an effect or a scenario names a checklist or work order that the "
    "service does not have."
)
MEND = phrase("Use a key of `checklists` or `work_orders`, or add it there.")
GOOD = "work_orders: {reparacion: {checklist: reparacion}}"
BAD = "work_orders: {reparacion: {checklist: ▸reparaciones}}"


def check(file: FileUnderLint) -> Iterator[Problem]:
    yield from file.unknown(RULE, "checklist")
    yield from file.unknown(RULE, "work order")
    if isinstance(file, ServiceUnderLint):
        yield from expression_problems(file, RULE)
