"""Every expression of a service, checked against the types that its place can see."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from casetypes.definitions.linter.columns import place_inside
from casetypes.definitions.linter.subject import ServiceUnderLint
from casetypes.definitions.problems import Problem, phrase
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.definitions.schema.references import Evaluates, Marked
from casetypes.definitions.schema.service import Service
from casetypes.kernel.expressions import CelType, ExpressionProblem, Wanted, check_all, optional
from casetypes.kernel.registry import field_types

NAME = re.compile(r"[a-z][a-z0-9_]*")
CALC_TYPES = {
    "text": CelType.STRING,
    "integer": CelType.INT,
    "decimal": CelType.DOUBLE,
    "boolean": CelType.BOOL,
    "date": CelType.TIMESTAMP,
    "datetime": CelType.TIMESTAMP,
}
CASE = {
    "state": CelType.STRING,
    "priority": CelType.STRING,
    "channel": CelType.STRING,
    "desk": CelType.STRING,
    "zone": optional(CelType.STRING),
    "opened_at": CelType.TIMESTAMP,
    "age_hours": CelType.DOUBLE,
    "reopened": CelType.INT,
}
RESULTS = {
    "boolean": CelType.BOOL,
    "text": CelType.STRING,
    "integer": CelType.INT,
    "moment": CelType.TIMESTAMP,
}
ACTOR = {"role": CelType.STRING, "desk": CelType.STRING}
CHECKLIST = {"complete": CelType.BOOL, "score": CelType.INT}
CHILDREN = {"open": CelType.INT, "done": CelType.INT, "other": CelType.INT}


class _Visible:
    """What the expressions of a service see, by their place."""

    def __init__(self, service: ServiceUnderLint) -> None:
        self.service = service
        self._inputs: dict[str, dict[str, Any]] = {}

    def at(self, path: tuple[str | int, ...]) -> dict[str, Any]:
        """Pages see answers only, transitions their input too."""
        if path[0] == "form":
            return {name: self._roots[name] for name in ("form", "actor")}
        if path[0] == "calc":
            return {name: self._roots[name] for name in ("form", "calc")}
        return (
            {**self._roots, "input": self._input(str(path[1]))} if path[0] == "transitions" else self._roots
        )

    @cached_property
    def _roots(self) -> dict[str, Any]:
        service, spec = self.service, self.service.spec
        unsure = service.unsure("calc")
        calculated = {key: CALC_TYPES[calc.type] for key, calc in spec.calc.items() if key not in unsure}
        return {
            "form": {**_any(service.form_fields), **_form(service)},
            "calc": {**_any(service.keys("calc")), **calculated},
            "case": CASE,
            "actor": ACTOR,
            "input": {},
            "checklist": dict.fromkeys(_names(service.keys("checklists")), CHECKLIST),
            "evidence": dict.fromkeys(evidence_kinds(spec), CelType.INT),
            "clock": {key: {"overdue": CelType.BOOL} for key in _names(service.keys("clocks"))},
            "children": dict.fromkeys(_names(spec.opens_cases_of), CHILDREN),
        }

    def _input(self, key: str) -> dict[str, Any]:
        """Of one transition."""
        if key not in self._inputs:
            unsure = self.service.unsure("transitions", key, "input")
            given = _without(unsure, fields_as_types(self.service.spec.transitions[key].input))
            self._inputs[key] = {**_any(self.service.keys("transitions", key, "input")), **given}
        return self._inputs[key]


def _any(keys: Iterable[str]) -> dict[str, Any]:
    """Keys that the file writes but whose entries do not fit: known, of no known type."""
    return dict.fromkeys(_names(keys), CelType.DYN)


def _names(keys: Iterable[str]) -> list[str]:
    """Those that can stand in an expression; of the others `bad-key` speaks."""
    return [key for key in keys if NAME.fullmatch(key)]


def _form(service: ServiceUnderLint) -> dict[str, Any]:
    """Fields of conditional pages, and of those that the office fills, count as optional."""
    types: dict[str, Any] = {}
    for key, page in service.spec.form.items():
        given = fields_as_types(page.fields, conditional=bool(page.when) or page.by_office)
        types.update(_without(service.unsure("form", key, "fields"), given))
    return types


def _without(unsure: set[str], types: dict[str, Any]) -> dict[str, Any]:
    """Only those that stand in the model as they stand in the file."""
    return {key: type_ for key, type_ in types.items() if key not in unsure}


def fields_as_types(fields: Mapping[str, FieldOptions], conditional: bool = False) -> dict[str, Any]:
    """Types by key; a field that need not be answered is optional."""
    types: dict[str, Any] = {}
    for key, options in fields.items():
        if options.asks:
            type_ = field_types.get(options.type).expression_type(options)
            always = options.required and not conditional and options.when is None
            types[key] = type_ if always else optional(type_)
    return types


def evidence_kinds(spec: Service) -> set[str]:
    """Kinds of evidence that some field, input or checklist item collects."""
    groups: list[Mapping[str, FieldOptions]] = [
        *(page.fields for page in spec.form.values()),
        *(transition.input for transition in spec.transitions.values()),
        *(checklist.items for checklist in spec.checklists.values()),
    ]
    return {options.evidence for group in groups for options in group.values() if options.evidence}


def expression_problems(service: ServiceUnderLint, *rules: str) -> Iterator[Problem]:
    """Problems of all expressions that belong to these rules; each expression is checked once."""
    if "expressions" not in service.memo:
        check_expressions([service])
    return (problem for problem in service.memo["expressions"] if problem.rule in rules)


def check_expressions(services: Sequence[ServiceUnderLint]) -> None:
    """Of many services at once: what their expressions see alike is prepared once."""
    for service in services:
        service.memo["expressions"] = []
    every = [(service, one) for service in services for one in service.expressions()]
    wanted = [
        Wanted(one.value, visible_at(service, one.path), _expected(one, service)) for service, one in every
    ]
    for (service, one), found in zip(every, check_all(wanted), strict=True):
        service.memo["expressions"].extend(expression_problem(service, one, each) for each in found)


def visible_at(service: ServiceUnderLint, path: tuple[str | int, ...]) -> dict[str, Any]:
    """The types of everything that an expression at this path sees."""
    if "visible" not in service.memo:
        service.memo["visible"] = _Visible(service)
    visible: _Visible = service.memo["visible"]
    return visible.at(path)


def _expected(one: Marked, service: ServiceUnderLint) -> CelType | None:
    result = one.mark.result if isinstance(one.mark, Evaluates) else "any"
    if result == "calc":
        key = str(one.path[1])
        return None if key in service.unsure("calc") else CALC_TYPES[service.spec.calc[key].type]
    return RESULTS.get(result)


def expression_problem(service: ServiceUnderLint, one: Marked, found: ExpressionProblem) -> Problem:
    """At the column inside the line of the file, whatever quotes or folding the expression stands in."""
    message = phrase("%(owner)s: %(found)s", owner=service.owner(one.path), found=found.message)
    whole = service.problem(found.rule, one.path, message, found.hint)
    mark = service.loaded.marks.value(one.path)
    if mark.file != service.loaded.file:
        return replace(whole, column=whole.column + found.column - 1 + mark.quote)
    line, column = place_inside(service.loaded.text, mark, found.column - 1)
    return replace(whole, line=line, column=column)
