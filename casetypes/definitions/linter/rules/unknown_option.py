"""An expression compares a choice with an option that it does not offer."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from casetypes.definitions.linter.expressions import expression_problem
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, did_you_mean, phrase
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.kernel.expressions import Compared, ExpressionProblem, compared, outcomes
from casetypes.kernel.vocabulary import PRIORITIES, ROLES

RULE = "unknown-option"
TITLE = phrase("An option that does not exist")
WHY = phrase(
    "An expression compares a choice with an option that nobody can choose, so that comparison never holds, and the "
    "rule behind it never acts."
)
MEND = phrase("Write the key of one of its options, or add the option.")
GOOD = """
priority:
- {when: 'case.channel == "web" && actor.role == "agent"', is: high}
- {is: normal}
"""
BAD = """
priority:
- {when: 'case.channel == "web" && actor.role == ▸"agente"', is: high}
- {is: normal}
"""


def check_service(service: ServiceUnderLint) -> Iterator[Problem]:
    known = _known(service)
    for one in service.expressions():
        own = _inputs(service, str(one.path[1])) if one.path[0] == "transitions" else {}
        for each in compared(one.value):
            offered = own.get(each.path) or known.get(each.path)
            if offered and each.text not in offered:
                yield expression_problem(service, one, _problem(each, offered))


def _problem(each: Compared, offered: Collection[str]) -> ExpressionProblem:
    name = ".".join(part for part in each.path if part != "*")
    message = phrase('%(name)s is never "%(text)s"', name=name, text=each.text)
    hint = did_you_mean(each.text, sorted(offered), otherwise="Options")
    return ExpressionProblem(each.column, message, hint, RULE)


def _known(service: ServiceUnderLint) -> dict[tuple[str, ...], Collection[str]]:
    """What can be compared with a closed list, and that list. Of what does not fit nothing is known."""
    spec = service.spec
    known: dict[tuple[str, ...], Collection[str]] = {
        ("case", "state"): service.names("state") or (),
        ("case", "priority"): PRIORITIES,
        ("actor", "role"): ROLES,
    }
    for path in (("case", "desk"), ("actor", "desk")):
        known[path] = service.names("desk") or ()
    for key, page in spec.form.items():
        unsure = service.unsure("form", key, "fields")
        known |= _options("form", {name: each for name, each in page.fields.items() if name not in unsure})
    for key, calculation in spec.calc.items():
        if key not in service.unsure("calc"):
            known["calc", key] = outcomes(calculation.formula)
    return known


def _inputs(service: ServiceUnderLint, key: str) -> dict[tuple[str, ...], Collection[str]]:
    unsure = service.unsure("transitions", key, "input")
    given = service.spec.transitions[key].input
    return _options("input", {name: each for name, each in given.items() if name not in unsure})


def _options(root: str, fields: Mapping[str, FieldOptions]) -> dict[tuple[str, ...], Collection[str]]:
    known: dict[tuple[str, ...], Collection[str]] = {}
    for key, each in fields.items():
        spec: Any = each
        if each.type == "choice":
            known[root, key] = spec.options
        elif each.type == "choices":
            known[root, key, "*"] = spec.options
        elif each.type == "group":
            inner = _options("", spec.fields)
            known |= {(root, key, "*", *path[1:]): options for path, options in inner.items()}
    return known
