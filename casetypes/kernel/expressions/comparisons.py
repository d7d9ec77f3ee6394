"""Which texts an expression compares a value with, and which texts it can give: for choices and other closed lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from casetypes.kernel.expressions.syntax import Node, Path, inside, path_of, tree_of

_EQUAL = {"_==_", "_!=_"}


@dataclass(frozen=True)
class Compared:
    """`column` is where the text begins, from 1; `path` what it is compared with, "*" for the entries of a list."""

    column: int
    path: Path
    text: str


@lru_cache(maxsize=4096)
def compared(text: str) -> tuple[Compared, ...]:
    """`form.via == "calle"`, `form.via in ["calle", "avenida"]`, `"agua" in form.redes`."""
    tree = tree_of(text)
    return tuple(_compared(tree, {})) if tree else ()


@lru_cache(maxsize=4096)
def outcomes(text: str) -> frozenset[str]:
    """The texts an expression can give, when all of them stand in it; else nothing."""
    tree = tree_of(text)
    found = list(_outcomes(tree)) if tree else [None]
    return frozenset(each for each in found if each is not None) if None not in found else frozenset()


def _compared(node: Node, bound: dict[str, Path]) -> Iterator[Compared]:
    if node.kind == "loop":
        yield from _compared(node.children[0], bound)
        bound = inside(node, bound)
        children = node.children[1:]
    else:
        children = node.children
    if node.kind == "call" and len(children) == 2:
        yield from _pairs(node.name, *children, bound)
    for child in children:
        yield from _compared(child, bound)


def _pairs(name: str, left: Node, right: Node, bound: dict[str, Path]) -> Iterator[Compared]:
    if name in _EQUAL:
        for one, other in ((left, right), (right, left)):
            yield from _texts(path_of(one, bound), [other])
    elif name == "@in" and right.kind == "list":
        yield from _texts(path_of(left, bound), right.children)
    elif name == "@in":
        path = path_of(right, bound)
        yield from _texts((*path, "*") if path else None, [left])


def _texts(path: Path | None, nodes: "list[Node] | tuple[Node, ...]") -> Iterator[Compared]:
    for node in nodes:
        if path and node.kind == "constant" and node.text is not None:
            yield Compared(node.column, path, node.text)


def _outcomes(node: Node) -> Iterator[str | None]:
    if node.kind == "constant":
        yield node.text
    elif node.kind == "call" and node.name == "_?_:_":
        for child in node.children[1:]:
            yield from _outcomes(child)
    else:
        yield None
