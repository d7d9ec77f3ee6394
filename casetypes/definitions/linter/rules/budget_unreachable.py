"""A budget or priority rule that never counts, because the same condition stands before it."""

from collections.abc import Iterator, Sequence
from typing import Any

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.loader import DataPath
from casetypes.definitions.problems import Problem, phrase

RULE = "budget-unreachable"
TITLE = phrase("A rule that never applies")
WHY = phrase("A rule that never counts promises something that will not happen.")
MEND = phrase("Put the special case before the general one, or remove it.")
GOOD = """
clocks:
  solucion:
    calendar: oficina
    runs_in: [recibido]
    budget: [{when: form.urgente, is: 1 day}, {is: 5 days}]
"""
BAD = """
clocks:
  solucion:
    calendar: oficina
    runs_in: [recibido]
    budget: [{when: form.urgente, is: 1 day}, ▸{when: form.urgente, is: 2 days}, {is: 5 days}]
"""


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    for key, clock in service.spec.clocks.items():
        yield from _repeated(service, ("clocks", key, "budget"), clock.budget)
    yield from _repeated(service, ("priority",), service.spec.priority)


def _repeated(service: ServiceUnderLint, path: DataPath, rules: Sequence[Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, rule in enumerate(rules):
        if rule.when in seen:
            message = phrase(
                "%(owner)s: this rule never counts; the same condition stands before it",
                owner=service.owner(path),
            )
            yield service.problem(RULE, (*path, index), message, phrase("Remove one of the two."))
        elif rule.when:
            seen.add(rule.when)
