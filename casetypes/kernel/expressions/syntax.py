"""The syntax tree of an expression, read from CEL's serialized form.

The format is protocol buffers (cel/expr/syntax.proto of google/cel-spec); field numbers
below come from there. Reading the wire format takes a screenful and spares a generated module.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from cel_expr_python import cel

_ANY_VALUE = 2
_EXPR, _INFO = 2, 3
_POSITIONS = 4
_CONSTANT, _IDENT, _SELECT, _CALL, _LIST, _STRUCT, _LOOP = 3, 4, 5, 6, 7, 8, 9

Path = tuple[str, ...]


@dataclass(frozen=True)
class Node:
    """One node. `kind`: constant, ident, select, has, call, list, struct or loop; `column` counts from 1.

    `name` is the identifier, field, function or loop variable; `text` the value of a text constant.
    A loop's children are its range, then start, condition, step and result.
    """

    kind: str
    column: int = 0
    name: str = ""
    text: str | None = None
    accumulator: str = ""
    children: tuple["Node", ...] = field(default=())


def parse(serialized: bytes) -> Node:
    """The tree of what `cel.Expression.serialize()` gave of an expression that was not checked."""
    parts = dict(_fields(_bytes(dict(_fields(serialized))[_ANY_VALUE])))
    positions = {}
    for number, value in _fields(_bytes(parts.get(_INFO, b""))):
        if number == _POSITIONS:
            entry = dict(_fields(_bytes(value)))
            positions[_int(entry.get(1, 0))] = _int(entry.get(2, 0))
    return _node(_bytes(parts[_EXPR]), positions)


@lru_cache(maxsize=4096)
def references(text: str) -> frozenset[Path]:
    """The paths an expression reads, such as {("form", "via"), ("calc", "severidad")}.

    Variables of loops count as the list they run over. Empty for a text that does not parse: `check` tells
    why.
    """
    tree = tree_of(text)
    return frozenset(path for path in _paths(tree, {}) if path) if tree else frozenset()


@lru_cache(maxsize=4096)
def tree_of(text: str) -> Node | None:
    """The tree of an expression as it is written, unchecked; None of one that does not parse."""
    try:
        return parse(_ENVIRONMENT.compile(text, disable_check=True).serialize())
    except RuntimeError:
        return None


def path_of(node: Node, bound: dict[str, Path]) -> Path | None:
    """The path a node reads, if it is a plain path. `bound` maps loop variables to element paths."""
    if node.kind == "ident":
        return bound.get(node.name, (node.name,)) or None
    if node.kind in {"select", "has"}:
        operand = path_of(node.children[0], bound)
        return (*operand, node.name) if operand else None
    if node.kind == "call" and node.name == "_[_]":
        operand = path_of(node.children[0], bound)
        key = node.children[1]
        if operand and key.kind == "constant":
            return (*operand, key.text if key.text is not None else "*")
    return None


def inside(loop: Node, bound: dict[str, Path]) -> dict[str, Path]:
    """The variables known inside a loop: its element, and its accumulator, which is no path."""
    range_path = path_of(loop.children[0], bound)
    return {**bound, loop.name: (*range_path, "*") if range_path else (), loop.accumulator: ()}


def _paths(node: Node, bound: dict[str, Path]) -> Iterator[Path]:
    path = path_of(node, bound)
    if path is not None:
        yield tuple(name for name in path if name != "*")
        return
    if node.kind == "loop":
        yield from _paths(node.children[0], bound)
        bound = inside(node, bound)
    for child in node.children[1:] if node.kind == "loop" else node.children:
        yield from _paths(child, bound)


def _node(data: bytes, positions: dict[int, int]) -> Node:
    parts = dict(_fields(data))
    column = positions.get(_int(parts.get(2, 0)), 0) + 1
    kind = next((number for number in range(_CONSTANT, _LOOP + 1) if number in parts), _CONSTANT)
    body = list(_fields(_bytes(parts.get(kind, b""))))
    if kind == _IDENT:
        return Node("ident", column, name=_text(body, 1))
    if kind == _SELECT:
        return Node(
            "has" if dict(body).get(3) else "select",
            column,
            name=_text(body, 2),
            children=_children(body, positions, 1),
        )
    if kind == _CALL:
        return Node("call", column, name=_text(body, 2), children=_children(body, positions, 1, 3))
    if kind == _LIST:
        return Node("list", column, children=_children(body, positions, 1))
    if kind == _STRUCT:
        entries = [_children(list(_fields(_bytes(value))), positions, 3, 4) for n, value in body if n == 2]
        return Node("struct", column, children=tuple(child for entry in entries for child in entry))
    if kind == _LOOP:
        return Node(
            "loop",
            column,
            name=_text(body, 1),
            accumulator=_text(body, 3),
            children=_children(body, positions, 2, 4, 5, 6, 7),
        )
    return Node("constant", column, text=_text(body, 6) if 6 in dict(body) else None)


def _children(
    body: list[tuple[int, int | bytes]], positions: dict[int, int], *numbers: int
) -> tuple[Node, ...]:
    return tuple(
        _node(_bytes(value), positions) for wanted in numbers for number, value in body if number == wanted
    )


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Field number and value: an int for varints and fixed widths, bytes for what has a length."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            value, at = _varint(data, at)
            yield number, value
            continue
        if wire == 2:
            width, at = _varint(data, at)
        else:
            width = 8 if wire == 1 else 4
        yield number, data[at : at + width]
        at += width


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _bytes(value: int | bytes) -> bytes:
    return value if isinstance(value, bytes) else b""


def _int(value: int | bytes) -> int:
    return value if isinstance(value, int) else 0


def _text(body: list[tuple[int, int | bytes]], number: int) -> str:
    return next((_bytes(value).decode("utf-8", "replace") for n, value in body if n == number), "")


_ENVIRONMENT = cel.NewEnv()
