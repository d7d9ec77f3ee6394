"""What is wrong with an expression, in words a data steward can act on."""

import re
from dataclasses import dataclass

from casetypes.kernel.expressions.types import CelType, Types, as_slot
from casetypes.kernel.phrases import Phrase, phrase
from casetypes.kernel.text import closest


@dataclass(frozen=True)
class ExpressionProblem:
    """`column` counts characters from 1; `message` has no full stop, `hint` is a sentence; `rule` is the linter rule:
    expression-syntax, expression-type, expression-unset or unknown-field (unknown-checklist for a checklist)."""

    column: int
    message: str
    hint: str = ""
    rule: str = "expression-type"


TYPE_NAMES = {
    "bool": phrase("a yes or no"),
    "int": phrase("a whole number"),
    "double": phrase("a decimal number"),
    "string": phrase("a text"),
    "timestamp": phrase("a date"),
    "google.protobuf.Timestamp": phrase("a date"),
    "duration": phrase("a length of time"),
    "google.protobuf.Duration": phrase("a length of time"),
    "null": phrase("null"),
    "null_type": phrase("null"),
    "list": phrase("a list"),
    "map": phrase("a group of fields"),
    "message": phrase("a group of fields"),
    "type": phrase("the name of a kind of value"),
    "bytes": phrase("raw bytes"),
}
COMPARE = {
    CelType.STRING: phrase(
        'Compare it with a text, as in … == "text"; for a choice, with the key of an option.'
    ),
    CelType.INT: phrase("Compare it with a whole number, as in … > 10."),
    CelType.DOUBLE: phrase("Compare it with a decimal number, as in … > 1.0."),
    CelType.TIMESTAMP: phrase("Compare it with a moment, as in … < now."),
    CelType.DURATION: phrase('Compare it with a length of time, as in … > duration("24h").'),
}
_LINE = re.compile(r"ERROR: <input>:(-?\d+):(-?\d+): (.*)")
_UNDEFINED = re.compile(r"undefined field '([^']*)' not found in struct '([^']*)'")
_UNDECLARED = re.compile(r"undeclared reference to '([^']*)'")
_OVERLOAD = re.compile(r"found no matching overload for '([^']*)' applied to '\((.*)\)'")
_SELECT = re.compile(r"expression of type '([^']*)' cannot be the operand of a select")
_RESERVED = re.compile(r"reserved identifier: (\w+)")
_LOOP_NAME = re.compile(r"(\w+)\(\) variable name must be a simple identifier")
_WORDS = {"and": "&&", "or": "||", "not": "!", "y": "&&", "o": "||", "no": "!"}
_FUNCTIONS = (
    "has, size, contains, startsWith, endsWith, matches, exists, all, filter, map, sum, double, int, string"
)
_CURLY = "“”‘’«»"
_SPLIT = phrase("Split it with a value under calc.")
_LOOK = phrase("Look for a missing quote, bracket or sign before it.")


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
    hint = phrase("")
    if expected is CelType.BOOL:
        hint = COMPARE.get(found, phrase("Ask something of it that is yes or no."))
    elif {expected, found} == {CelType.INT, CelType.DOUBLE}:
        hint = phrase("Write double(…) or int(…) around it.")
    message = phrase(
        "this must give %(wanted)s, but it gives %(found)s",
        wanted=TYPE_NAMES.get(expected, expected),
        found=TYPE_NAMES.get(found, found),
    )
    return ExpressionProblem(1, message, hint)


def not_set(column: int, path: tuple[str, ...]) -> ExpressionProblem:
    """An optional field is read without asking whether it is there."""
    name = ".".join(part for part in path if part != "*")
    if "*" in path:
        hint = phrase(
            "Write has(x.%(field)s) && … before it, where x is the name of the entry in the loop.",
            field=path[-1],
        )
    else:
        hint = phrase("Write has(%(name)s) && … before it.", name=name)
    return ExpressionProblem(
        column + 1, phrase("%(name)s may not be set", name=name), hint, "expression-unset"
    )


def unusable(column: int, function: str, text: str) -> ExpressionProblem:
    """A literal that its function can never read: it would stop every case."""
    examples = {
        "timestamp": phrase('Write for example timestamp("2026-01-31T00:00:00Z").'),
        "duration": phrase('Write for example duration("36h") or duration("90m").'),
        "matches": phrase("This is not a regular expression."),
    }
    message = phrase('%(function)s cannot read "%(text)s"', function=function, text=text)
    return ExpressionProblem(column, message, examples.get(function, phrase("Write a number.")))


def _syntax(column: int, message: str, text: str) -> ExpressionProblem:
    rule = "expression-syntax"
    if "recursion" in message:
        return ExpressionProblem(1, phrase("this is nested too deeply"), _SPLIT, rule)
    curly = next((at for at, char in enumerate(text, 1) if char in _CURLY), 0)
    if curly:
        return ExpressionProblem(
            curly, phrase("curly quotes are not quotes here"), phrase('Write straight ones: ".'), rule
        )
    if re.search(r"recognition error at: '=", message):
        return ExpressionProblem(
            column, phrase('one "=" does not compare'), phrase('Write "==" to compare.'), rule
        )
    if word := _word_for_a_sign(column, text):
        return ExpressionProblem(
            word.start() + 1,
            phrase('"%(word)s" is not a sign here', word=word[1]),
            phrase('Write "%(sign)s".', sign=_WORDS[word[1].lower()]),
            rule,
        )
    if "<EOF>' expecting" in message:
        return ExpressionProblem(
            column, phrase("the expression ends too early"), phrase("Complete it or remove the end."), rule
        )
    if re.search(r"recognition error at: '[\"']", message):
        return ExpressionProblem(
            column, phrase("a text is not closed, or holds a sign that texts cannot have"),
            phrase("Close the quote; a backslash is written twice."), rule,
        )  # fmt: skip
    found_token = re.search(r"(?:input|error at:|alternative at input) '(.*?)'", message)
    if found_token:
        return ExpressionProblem(
            column, phrase('"%(token)s" does not fit here', token=found_token[1]), _LOOK, rule
        )
    return ExpressionProblem(column, phrase("this cannot be read"), _LOOK, rule)


def _word_for_a_sign(column: int, text: str) -> re.Match[str] | None:
    """`and`, `o`, `no` … at the column where CEL stumbled."""
    for found in re.finditer(r"\b(and|or|not|y|o|no)\b(?![\"'])", text, re.IGNORECASE):
        if column in {found.start() + 1, found.end() + 2}:
            return found
    return None


def _meaning(column: int, message: str, text: str, types: Types) -> ExpressionProblem:
    if found := _UNDEFINED.match(message):
        return _undefined(column, found[1], found[2], types)
    if found := _UNDECLARED.match(message):
        return _undeclared(column, found[1], text, types)
    if found := _OVERLOAD.match(message):
        return _overload(column, found[1], [part.strip() for part in found[2].split(",")])
    if found := _SELECT.match(message):
        return ExpressionProblem(column, phrase("%(what)s has no fields of its own", what=_named(found[1])))
    if found := _RESERVED.match(message):
        told = phrase('"%(word)s" is a word that CEL keeps for itself', word=found[1])
        return ExpressionProblem(column, told, phrase("Use another name."))
    if found := _LOOP_NAME.match(message):
        told = phrase("%(function)s() begins with a name for the entries", function=found[1])
        return ExpressionProblem(column, told, phrase('Write for example list.exists(x, x == "a").'))
    if "has() argument" in message:
        told = phrase("has() asks for a field of something")
        return ExpressionProblem(column, told, phrase("Write for example has(form.field)."))
    if "literal" in message:
        return ExpressionProblem(column, phrase("this number is too large"), phrase("Write a smaller one."))
    return ExpressionProblem(column, phrase("CEL does not accept this (%(message)s)", message=message))


def _undefined(column: int, name: str, struct: str, types: Types) -> ExpressionProblem:
    path = [part.removeprefix("M_") for part in struct.split(".")[1:]]
    fields: Types = types
    for part in path:
        inner = as_slot(fields[part]).type if part in fields else {}
        fields = {} if isinstance(inner, CelType) else inner
    where = ".".join(path)
    suggestion = closest(name, fields)
    hint = (
        phrase("Did you mean %(where)s.%(word)s?", where=where, word=suggestion)
        if suggestion
        else phrase("%(where)s has: %(names)s.", where=where, names=_some(list(fields)))
    )
    rule = "unknown-checklist" if path == ["checklist"] else "unknown-field"
    return ExpressionProblem(
        column + 1, phrase('%(where)s has no "%(name)s"', where=where, name=name), hint, rule
    )


def _undeclared(column: int, name: str, text: str, types: Types) -> ExpressionProblem:
    first, _, rest = name.partition(".")
    if not text.startswith(first, column - 1):  # CEL points at the dot or the bracket behind it
        column = max(1, column - len(first))
    if text.startswith("(", column - 1 + len(name)):
        hint = phrase("There are: %(names)s.", names=_FUNCTIONS)
        return ExpressionProblem(column, phrase('there is no function "%(name)s"', name=name), hint)
    holders = [root for root, field in types.items() if _holds(field, first)]
    if holders:
        told = phrase('"%(name)s" is not known on its own', name=first)
        hint = phrase("Write %(root)s.%(name)s.", root=holders[0], name=first)
        return ExpressionProblem(column, told, hint, "unknown-field")
    suggestion = closest(first, types)
    tail = f".{rest}" if rest else ""
    hint = (
        phrase("Did you mean %(word)s?", word=f"{suggestion}{tail}")
        if suggestion
        else phrase("Known are: %(names)s.", names=_some(list(types)))
    )
    return ExpressionProblem(column, phrase('"%(name)s" is not known', name=first), hint, "unknown-field")


def _holds(field: object, name: str) -> bool:
    inner = as_slot(field).type  # type: ignore[arg-type]
    return not isinstance(inner, CelType) and name in inner


def _overload(column: int, function: str, found: list[str]) -> ExpressionProblem:
    sign = function.strip("_!@") if function != "!_" else "!"
    hint = _number_hint(set(found))
    if function == "_?_:_" and found[0] not in {"bool", "dyn"}:
        told = phrase('before "?" stands a yes or no, not %(what)s', what=_named(found[0]))
        return ExpressionProblem(column, told)
    if function == "_?_:_":
        told = phrase("both answers of a question must be of one type")
        return ExpressionProblem(column, told, hint or phrase("Write condition ? answer : answer."))
    if function == "_[_]":
        told = phrase("%(what)s has no numbered or named parts", what=_named(found[0]))
        if found[0].startswith("list"):
            told = phrase("the entries of a list are numbered from 0, not named")
        return ExpressionProblem(column, told)
    words = phrase("%(one)s and %(other)s", one=_named(found[0]), other=_named(found[-1]))
    what = words if len(found) > 1 else _named(found[0])
    return ExpressionProblem(
        column, phrase('"%(sign)s" does not work on %(what)s', sign=sign, what=what), hint
    )


def _number_hint(found: set[str]) -> Phrase:
    if {"int", "double"} <= found:
        return phrase(
            "Decimal and money fields are decimal numbers: write 5.0, or double(…) around the whole number."
        )
    if "string" in found and found & {"int", "double", "bool"}:
        return phrase("Numbers, true and false are written without quotes.")
    if "string" in found and found & {"timestamp", "google.protobuf.Timestamp"}:
        return phrase('Write a date as timestamp("2026-01-31T00:00:00Z").')
    if "null_type" in found or "null" in found:
        return phrase("Ask has(form.field) instead of comparing with null.")
    if found & {"int", "double"} and found & {"timestamp", "google.protobuf.Timestamp"}:
        return phrase('A date moves by a length of time: write now + duration("24h").')
    return phrase("")


def _named(type_name: str) -> Phrase:
    if type_name in TYPE_NAMES:
        return TYPE_NAMES[type_name]
    if type_name.startswith("list"):
        return TYPE_NAMES["list"]
    return (
        TYPE_NAMES["message"]
        if "." in type_name or type_name.startswith("map")
        else phrase("another kind of value")
    )


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:8])
    return f"{shown}…" if len(names) > 8 else shown or phrase("nothing")
