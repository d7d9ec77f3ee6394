"""Computed values that need each other, so that none can be worked out first."""

from collections.abc import Iterator

from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase
from casetypes.kernel.expressions import references

RULE = "calc-cycle"
TITLE = phrase("Computed values that need each other")
WHY = phrase("Computed values that need each other can never be worked out.")
MEND = phrase("Look at the formulas and work one of them out from answers alone.")
GOOD = "calc: {a: {type: integer, is: form.tamano}, b: {type: integer, is: calc.a + 1}}"
BAD = "calc: {▸a: {type: integer, is: calc.b + 1}, ▸b: {type: integer, is: calc.a + 1}}"


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    needs = {key: _needs(calc.formula) for key, calc in service.spec.calc.items()}
    for key in needs:
        if key in _reached(needs, key):
            message = phrase('computed value "%(key)s" needs itself', key=key)
            hint = phrase("Look at the values its formula uses.")
            yield service.problem(RULE, ("calc", key), message, hint, at_key=True)


def _needs(formula: str) -> set[str]:
    return {path[1] for path in references(formula) if path[0] == "calc" and len(path) > 1}


def _reached(needs: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = set(needs[start])
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting |= needs.get(key, set())
    return found
