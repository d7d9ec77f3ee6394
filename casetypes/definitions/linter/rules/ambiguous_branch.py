"""A list of branches, priorities or budgets must end with one without `when`, and only the last may lack it."""

from collections.abc import Iterator, Sequence
from typing import Any

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.loader import DataPath
from casetypes.definitions.problems import Problem, phrase

RULE = "ambiguous-branch"
TITLE = phrase("It is not clear which branch counts")
WHY = phrase(
    "The first rule that holds counts. Without a last one that always holds, a case could fit none; "
    "behind one that always holds, the others never count."
)
MEND = phrase("End the list with one that has no `when`, and give every other a `when`.")
GOOD = """
transitions:
  cerrar:
    to: [{when: form.urgente, goto: resuelto}, {goto: improcedente}]
"""
BAD = """
transitions:
  cerrar:
    to: [{when: form.urgente, goto: resuelto}, ▸{when: '!form.urgente', goto: improcedente}]
"""


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    spec = service.spec
    for key, transition in spec.transitions.items():
        yield from _check(service, ("transitions", key, "to"), transition.to, "branch")
    if spec.priority:
        yield from _check(service, ("priority",), spec.priority, "priority rule")
    for key, clock in spec.clocks.items():
        yield from _check(service, ("clocks", key, "budget"), clock.budget, "budget")


def _check(service: ServiceUnderLint, path: DataPath, rules: Sequence[Any], word: str) -> Iterator[Problem]:
    owner = service.owner(path)
    if rules and rules[-1].when is not None:
        message = phrase(
            "%(owner)s: the last %(word)s has a condition, so it may be that none holds",
            owner=owner,
            word=word,
        )
        hint = phrase("Add one more without `when`.")
        yield service.problem(RULE, (*path, len(rules) - 1), message, hint)
    for index, rule in enumerate(rules[:-1]):
        if rule.when is None:
            message = phrase(
                "%(owner)s: a %(word)s without condition stands before others, which never count",
                owner=owner,
                word=word,
            )
            yield service.problem(RULE, (*path, index), message, phrase("Give it a `when`, or put it last."))
