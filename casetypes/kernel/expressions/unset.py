"""Optional values read without `has()`: the rule expression-unset.

CEL's `&&` and `||` swallow an error on one side when the other side decides, in either order; so what one
side makes sure counts for the other. `a ? b : c` makes sure for b what holds when a does, and for c when it
does not.
"""

from collections.abc import Iterator

from casetypes.kernel.expressions.syntax import Node, Path, inside, path_of
from casetypes.kernel.expressions.types import Types, slot_at

_NOTHING: frozenset[Path] = frozenset()


def unguarded(
    tree: Node, types: Types, facts: frozenset[Path] = _NOTHING, bound: dict[str, Path] | None = None
) -> Iterator[tuple[int, Path]]:
    """(column of the node, path) for every read of an optional field that nothing makes sure is set."""
    bound = bound or {}
    path = path_of(tree, bound)
    if path is not None and tree.kind not in {"has", "ident"} and path not in facts:
        slot = slot_at(types, path)
        if slot is not None and slot.optional:
            yield tree.column, path
    for child, known, variables in _children(tree, facts, bound):
        yield from unguarded(child, types, known, variables)


def _children(
    node: Node, facts: frozenset[Path], bound: dict[str, Path]
) -> Iterator[tuple[Node, frozenset[Path], dict[str, Path]]]:
    """Each child with what is sure there and the loop variables known there."""
    if node.kind == "loop":
        yield node.children[0], facts, bound
        inner = inside(node, bound)
        yield from ((child, facts, inner) for child in node.children[1:])
    elif node.kind == "call" and node.name in {"_&&_", "_||_"}:
        for child in node.children:
            others = (
                _sure(other, node.name == "_&&_", bound) for other in node.children if other is not child
            )
            yield child, facts.union(*others), bound
    elif node.kind == "call" and node.name == "_?_:_":
        question, yes, no = node.children
        yield question, facts, bound
        yield yes, facts | _sure(question, True, bound), bound
        yield no, facts | _sure(question, False, bound), bound
    else:
        yield from ((child, facts, bound) for child in node.children)


def _sure(node: Node, when: bool, bound: dict[str, Path]) -> frozenset[Path]:
    """The paths that are set whenever `node` has the value `when`."""
    if node.kind == "has":
        path = path_of(node, bound)
        return frozenset([path]) if when and path else _NOTHING
    if node.kind != "call":
        return _NOTHING
    if node.name == "!_":
        return _sure(node.children[0], not when, bound)
    if node.name not in {"_&&_", "_||_"}:
        return _NOTHING
    sides = [_sure(child, when, bound) for child in node.children]
    every_side = (node.name == "_&&_") == when
    return frozenset.union(*sides) if every_side else frozenset.intersection(*sides)
