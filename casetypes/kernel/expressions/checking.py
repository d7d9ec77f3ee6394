"""Check an expression against the types it may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cel_expr_python import cel

from casetypes.kernel.expressions.environments import environment, expect, shared_environment
from casetypes.kernel.expressions.literals import unusable_literals
from casetypes.kernel.expressions.problems import ExpressionProblem, from_cel, not_set, unusable, wrong_result
from casetypes.kernel.expressions.syntax import references, tree_of
from casetypes.kernel.expressions.types import CelType, Frozen, Slot, Types, as_slot, freeze, thaw
from casetypes.kernel.expressions.unset import unguarded
from casetypes.kernel.phrases import phrase

LONGEST = 2000


@dataclass(frozen=True)
class Wanted:
    """An expression and what it may see. `expects` is the type its place needs, such as CelType.BOOL for a guard."""

    text: str
    types: Types
    expects: CelType | None = None


def check(text: str, types: Types, expects: CelType | None = None) -> list[ExpressionProblem]:
    """Everything wrong with an expression, by column; an empty list means that it may run."""
    return _checked(Wanted(text, types, expects), _seen_by(text, types))


def check_all(wanted: Sequence[Wanted]) -> list[list[ExpressionProblem]]:
    """The same of many expressions, in their order: of a whole city in half of the time."""
    seen = [_seen_by(one.text, one.types) for one in wanted]
    expect(types for types in seen if types is not None)
    return [_checked(*each) for each in zip(wanted, seen, strict=True)]


def _checked(one: Wanted, seen: Types | None) -> list[ExpressionProblem]:
    if form := _form(one.text):
        return [form]
    if seen is not None and _is_clean(one.text, freeze(seen), one.expects):
        return []
    types = _with_now(one.types)
    return _problems(one.text, types, environment(freeze(types)), one.expects)


def _seen_by(text: str, types: Types) -> Types | None:
    """Only what the expression reads, so that equal expressions of many definitions are checked once.

    None when it reads something that is not there: to say what is, all of `types` is needed.
    """
    if _form(text):
        return None
    seen: dict[str, Any] = {}
    types = _with_now(types)
    for path in references(text):
        if not _keep(path, types, seen):
            return None
    return seen


def _keep(path: tuple[str, ...], types: Types, seen: dict[str, Any]) -> bool:
    """Add what a path leads to; False when there is no such thing. A list of groups is kept whole."""
    name, *rest = path
    if name not in types:
        return False
    slot = as_slot(types[name])
    if not rest or slot.many or isinstance(slot.type, CelType):
        seen[name] = slot
        return True
    kept = seen.setdefault(name, Slot({}, slot.many, slot.optional))
    return kept.type is slot.type or _keep(tuple(rest), slot.type, kept.type)


@lru_cache(maxsize=8192)
def _is_clean(text: str, seen: Frozen, expects: CelType | None) -> bool:
    types = thaw(seen)
    return not _problems(text, types, shared_environment(types) or environment(seen), expects)


def _problems(
    text: str, types: Types, environment: cel.Env, expects: CelType | None
) -> list[ExpressionProblem]:
    try:
        compiled = environment.compile(text)
    except RuntimeError as error:
        return from_cel(str(error), text, types)
    tree = tree_of(text)
    assert tree is not None, "what was checked was parsed"
    problems = [not_set(column, path) for column, path in dict.fromkeys(unguarded(tree, types))]
    problems += [unusable(*found) for found in unusable_literals(tree)]
    found = _result(compiled.return_type())
    if expects is not None and found not in {expects, CelType.DYN}:
        problems.append(wrong_result(expects, found))
    return sorted(problems, key=lambda problem: problem.column)


def result_type(text: str, types: Types) -> CelType | None:
    """The type an expression gives; None when it does not compile (`check` tells why)."""
    if _form(text):
        return None
    try:
        return _result(environment(freeze(_with_now(types))).compile(text).return_type())
    except RuntimeError:
        return None


def _form(text: str) -> ExpressionProblem | None:
    rule = "expression-syntax"
    if not text.strip():
        return ExpressionProblem(
            1, phrase("the expression is empty"), phrase("Write it, or remove the key."), rule
        )
    if "\n" in text.strip():
        return ExpressionProblem(
            1, phrase("an expression stands on one line"), phrase("Split it with a value under calc."), rule
        )
    if len(text) > LONGEST:
        told = phrase("the expression is longer than %(limit)s characters", limit=LONGEST)
        return ExpressionProblem(1, told, phrase("Split it with a value under calc."), rule)
    return None


def _with_now(types: Types) -> Types:
    return types if "now" in types else {**types, "now": CelType.TIMESTAMP}


def _result(found: cel.Type) -> CelType:
    if found.is_message():
        return CelType.MESSAGE
    name = found.name().lower().partition("<")[0]
    return CelType(name) if name in set(CelType) else CelType.DYN
