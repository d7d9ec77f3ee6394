"""What is wrong with an expression, in words a data steward can act on."""

import re
from dataclasses import dataclass

from casetypes.kernel.expressions.types import CelType, Types, as_slot
from casetypes.kernel.text import closest


@dataclass(frozen=True)
class ExpressionProblem:
    """`column` counts characters from 1; `rule` is the linter rule: expression-syntax, expression-type,
    expression-unset or unknown-field (unknown-checklist for a checklist)."""

    column: int
    message: str
    hint: str = ""
    rule: str = "expression-type"


TYPE_NAMES = {
    "bool": "a yes or no",
    "int": "a whole number",
    "double": "a decimal number",
    "string": "a text",
    "timestamp": "a date",
    "google.protobuf.Timestamp": "a date",
    "duration": "a length of time",
    "google.protobuf.Duration": "a length of time",
    "null": "null",
    "null_type": "null",
    "list": "a list",
    "map": "a group of fields",
    "message": "a group of fields",
}
COMPARE = {
    CelType.STRING: 'compare it with a text, as in … == "text"; for a choice, with the key of an option',
    CelType.INT: "compare it with a whole number, as in … > 10",
    CelType.DOUBLE: "compare it with a decimal number, as in … > 1.0",
    CelType.TIMESTAMP: "compare it with a moment, as in … < now",
}
_LINE = re.compile(r"ERROR: <input>:(-?\d+):(-?\d+): (.*)")
_UNDEFINED = re.compile(r"undefined field '([^']*)' not found in struct '([^']*)'")
_UNDECLARED = re.compile(r"undeclared reference to '([^']*)'")
_OVERLOAD = re.compile(r"found no matching overload for '([^']*)' applied to '\((.*)\)'")
_SELECT = re.compile(r"expression of type '([^']*)' cannot be the operand of a select")
_WORDS = {"and": "&&", "or": "||", "not": "!", "y": "&&", "o": "||", "no": "!"}
_FUNCTIONS = (
    "has, size, contains, startsWith, endsWith, matches, exists, all, filter, map, sum, double, int, string"
)
_CURLY = "“”‘’«»"


def from_cel(error: str, text: str, types: Types) -> list[ExpressionProblem]:
    """CEL's own report as problems; what only follows from an earlier error is left out."""
    lines = [(int(column), message) for _, column, message in _LINE.findall(error)]
    own = [line for line in lines if "*error*" not in line[1] and "<<nil>>" not in line[1]] or lines
    syntax = [line for line in own if "Syntax error" in line[1] or line[0] < 1]
    if syntax or not own:
        column, message = syntax[0] if syntax else (1, error)
        return [_syntax(max(column, 1), message, text)]
    return [_meaning(column, message, text, types) for column, message in dict.fromkeys(own)]


def wrong_result(expected: CelType, found: CelType) -> ExpressionProblem:
    """The whole expression gives another type than its place needs."""
    hint = ""
    if expected is CelType.BOOL:
        hint = COMPARE.get(found, "ask something of it that is yes or no")
    elif {expected, found} == {CelType.INT, CelType.DOUBLE}:
        hint = "write double(…) or int(…) around it"
    wanted = TYPE_NAMES.get(expected, expected)
    return ExpressionProblem(1, f"this must give {wanted}, but it gives {TYPE_NAMES.get(found, found)}", hint)


def not_set(column: int, path: tuple[str, ...]) -> ExpressionProblem:
    """An optional field is read without asking whether it is there."""
    name = ".".join(part for part in path if part != "*")
    asked = f"x.{path[-1]}" if "*" in path else name
    hint = f"write has({asked}) && … before it"
    if "*" in path:
        hint += ", where x is the name of the entry in the loop"
    return ExpressionProblem(column + 1, f"{name} may not be set", hint, "expression-unset")


def _syntax(column: int, message: str, text: str) -> ExpressionProblem:
    rule = "expression-syntax"
    if "recursion" in message:
        return ExpressionProblem(1, "this is nested too deeply", "split it with a value under calc", rule)
    curly = next((at for at, char in enumerate(text, 1) if char in _CURLY), 0)
    if curly:
        return ExpressionProblem(curly, "curly quotes are not quotes here", 'write straight ones: "', rule)
    if re.search(r"recognition error at: '=", message):
        return ExpressionProblem(column, 'one "=" does not compare', 'write "==" to compare', rule)
    for found in re.finditer(r"\b(and|or|not|y|o|no)\b(?![\"'])", text, re.IGNORECASE):
        sign = _WORDS[found[1].lower()]
        if column in {found.start() + 1, found.end() + 2}:
            return ExpressionProblem(
                found.start() + 1, f'"{found[1]}" is not a sign here', f'write "{sign}"', rule
            )
    if "<EOF>' expecting" in message:
        return ExpressionProblem(
            column, "the expression ends too early", "complete it or remove the end", rule
        )
    found_token = re.search(r"(?:input|error at:|alternative at input) '(.*?)'", message)
    token = f'"{found_token[1]}" does not fit here' if found_token else message.removeprefix("Syntax error: ")
    return ExpressionProblem(column, token, "look for a missing quote, bracket or sign before it", rule)


def _meaning(column: int, message: str, text: str, types: Types) -> ExpressionProblem:
    if found := _UNDEFINED.match(message):
        return _undefined(column, found[1], found[2], types)
    if found := _UNDECLARED.match(message):
        return _undeclared(column, found[1], text, types)
    if found := _OVERLOAD.match(message):
        return _overload(column, found[1], [part.strip() for part in found[2].split(",")])
    if found := _SELECT.match(message):
        return ExpressionProblem(column, f"{_named(found[1])} has no fields of its own")
    return ExpressionProblem(column, message)


def _undefined(column: int, name: str, struct: str, types: Types) -> ExpressionProblem:
    path = [part.removeprefix("M_") for part in struct.split(".")[1:]]
    fields: Types = types
    for part in path:
        inner = as_slot(fields[part]).type if part in fields else {}
        fields = {} if isinstance(inner, CelType) else inner
    where = ".".join(path)
    suggestion = closest(name, fields)
    hint = f"did you mean {where}.{suggestion}?" if suggestion else f"{where} has: {_some(list(fields))}"
    rule = "unknown-checklist" if path == ["checklist"] else "unknown-field"
    return ExpressionProblem(column + 1, f'{where} has no "{name}"', hint, rule)


def _undeclared(column: int, name: str, text: str, types: Types) -> ExpressionProblem:
    first, _, rest = name.partition(".")
    if not text.startswith(first, column - 1):  # CEL points at the dot or the bracket behind it
        column = max(1, column - len(first))
    if text.startswith("(", column - 1 + len(name)):
        return ExpressionProblem(column, f'there is no function "{name}"', f"there are: {_FUNCTIONS}")
    holders = [root for root, field in types.items() if _holds(field, first)]
    if holders:
        return ExpressionProblem(
            column, f'"{first}" is not known on its own', f"write {holders[0]}.{first}", "unknown-field"
        )
    suggestion = closest(first, types)
    tail = f".{rest}" if rest else ""
    hint = f"did you mean {suggestion}{tail}?" if suggestion else f"known are: {_some(list(types))}"
    return ExpressionProblem(column, f'"{first}" is not known', hint, "unknown-field")


def _holds(field: object, name: str) -> bool:
    inner = as_slot(field).type  # type: ignore[arg-type]
    return not isinstance(inner, CelType) and name in inner


def _overload(column: int, function: str, found: list[str]) -> ExpressionProblem:
    sign = function.strip("_!") if function != "!_" else "!"
    hint = _number_hint(set(found))
    if function == "_?_:_" and found[0] not in {"bool", "dyn"}:
        return ExpressionProblem(column, f'before "?" stands a yes or no, not {_named(found[0])}')
    if function == "_?_:_":
        return ExpressionProblem(
            column, "both answers of a question must be of one type", hint or "condition ? answer : answer"
        )
    if function == "_[_]":
        return ExpressionProblem(column, f"{_named(found[0])} has no numbered or named parts")
    words = " and ".join(_named(part) for part in found)
    return ExpressionProblem(column, f'"{sign}" does not work on {words}', hint)


def _number_hint(found: set[str]) -> str:
    if {"int", "double"} <= found:
        return "decimal and money fields are decimal numbers: write 5.0, or double(…) around the whole number"
    if "string" in found and found & {"int", "double", "bool"}:
        return "numbers, true and false are written without quotes"
    if "string" in found and found & {"timestamp", "google.protobuf.Timestamp"}:
        return 'write a date as timestamp("2026-01-31T00:00:00Z")'
    if "null_type" in found or "null" in found:
        return "ask has(form.field) instead of comparing with null"
    return ""


def _named(type_name: str) -> str:
    if type_name in TYPE_NAMES:
        return TYPE_NAMES[type_name]
    if type_name.startswith("list"):
        return "a list"
    return "a group of fields" if "." in type_name else type_name


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:8])
    return f"{shown}…" if len(names) > 8 else shown or "nothing"
