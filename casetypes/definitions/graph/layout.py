"""Where boxes, labels and lines go: a layered layout after Sugiyama, Tagawa and Toda (1981).

States stand in even columns, the labels of transitions in odd ones, so that neither ever covers the other. A line
that crosses a column takes a place of its own there. Columns are ordered by barycentres to have few crossings, and
heights follow the neighbours as far as the order and the distances allow.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

SWEEPS = 24
BETWEEN = 38.0
Size = tuple[float, float]


@dataclass
class Node:
    """A state, a label, or a line on its way through a column. `y` is its middle; x comes with its column."""

    key: str
    column: int
    width: float
    height: float
    kind: str = "line"
    y: float = 0.0
    left: list["Node"] = field(default_factory=list)
    right: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class Link:
    """One line from a state to another: through which nodes, in its own direction; its label is one of them."""

    source: str
    target: str
    nodes: tuple[Node, ...]
    label: Node


@dataclass(frozen=True)
class Layout:
    columns: list[list[Node]]
    links: list[Link]
    states: dict[str, Node]
    lefts: list[float]
    widths: list[float]
    height: float

    @property
    def width(self) -> float:
        return self.lefts[-1] + self.widths[-1]

    def x(self, node: Node) -> float:
        """The left edge of a node: boxes are centred in their column."""
        return self.lefts[node.column] + (self.widths[node.column] - node.width) / 2


def arrange(
    states: Mapping[str, Size],
    arrows: Mapping[tuple[str, str], Size],
    gap: float = 26,
) -> Layout:
    """Lay out states (first one leftmost) and arrows (source, target) with the sizes of box and label."""
    ranks = _ranks(list(states), list(arrows))
    columns: list[list[Node]] = [[] for _ in range(2 * max(ranks.values()) + 2)]
    boxes = {
        key: _add(columns, Node(key, 2 * ranks[key], *size, kind="state")) for key, size in states.items()
    }
    links = [_link(columns, boxes, arrow, size) for arrow, size in arrows.items()]
    columns = columns if columns[-1] else columns[:-1]
    for _ in range(SWEEPS):
        _order(columns)
    _set_heights(columns, gap)
    lefts, widths = _across(columns)
    height = max((node.y + node.height / 2 for column in columns for node in column), default=0.0)
    return Layout(columns, links, boxes, lefts, widths, height)


def _ranks(states: Sequence[str], arrows: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Longest way from the first state, arrows that go back left out."""
    forward = _without_returns(states, arrows)
    ranks = dict.fromkeys(states, 0)
    for _ in states:
        for source, target in forward:
            ranks[target] = max(ranks[target], ranks[source] + 1)
    return ranks


def _without_returns(states: Sequence[str], arrows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Arrows that do not close a circle, found by walking from each state in turn."""
    ways: dict[str, list[str]] = {state: [] for state in states}
    for source, target in arrows:
        ways[source].append(target)
    kept: list[tuple[str, str]] = []
    done: set[str] = set()
    for state in states:
        if state not in done:
            kept += _walked(state, ways, done)
    order = {key: index for index, key in enumerate(_sorted_by_arrows(states, kept))}
    return [arrow for arrow in kept if order[arrow[0]] < order[arrow[1]]]


def _walked(start: str, ways: Mapping[str, Sequence[str]], done: set[str]) -> Iterator[tuple[str, str]]:
    """Arrows met on a walk from `start` that do not lead back into the way gone so far; notes states in `done`."""
    done.add(start)
    way, pending = {start: None}, [iter(ways[start])]
    while pending:
        here = next(reversed(way))
        target = next(pending[-1], None)
        if target is None:
            pending.pop()
            way.popitem()
        elif target not in way:
            yield here, target
            if target not in done:
                done.add(target)
                way[target] = None
                pending.append(iter(ways[target]))


def _sorted_by_arrows(states: Sequence[str], arrows: Sequence[tuple[str, str]]) -> list[str]:
    """States so that arrows go forward; where they close a circle, the definition's own order decides."""
    waiting = list(states)
    ordered: list[str] = []
    while waiting:
        free = (s for s in waiting if not any(t == s and o in waiting and o != s for o, t in arrows))
        ordered.append(next(free, waiting[0]))
        waiting.remove(ordered[-1])
    return ordered


def _add(columns: list[list[Node]], node: Node) -> Node:
    columns[node.column].append(node)
    return node


def _link(columns: list[list[Node]], boxes: Mapping[str, Node], arrow: tuple[str, str], size: Size) -> Link:
    """Places for an arrow in every column it passes; its label stands next to where it starts."""
    source, target = boxes[arrow[0]], boxes[arrow[1]]
    step = 1 if target.column >= source.column else -1
    passed = list(range(source.column + step, target.column, step)) or [source.column + 1]
    nodes = []
    for column in passed:
        is_label = column == passed[0]
        width, height = size if is_label else (0.0, 8.0)
        kind = "label" if is_label else "line"
        nodes.append(_add(columns, Node(f"{arrow[0]}>{arrow[1]}", column, width, height, kind)))
    for one, other in _pairs([source, *nodes, target]):
        here, there = (one, other) if one.column < other.column else (other, one)
        here.right.append(there)
        there.left.append(here)
    return Link(*arrow, (source, *nodes, target), nodes[0])


def _pairs(nodes: Sequence[Node]) -> list[tuple[Node, Node]]:
    return list(zip(nodes, nodes[1:], strict=False))


def _order(columns: list[list[Node]]) -> None:
    """One sweep to the right and one back: each column sorted by where its neighbours stand."""
    for column in columns:
        for index, node in enumerate(column):
            node.y = index - len(column) / 2
    for side, walk in (("left", columns), ("right", columns[::-1])):
        for column in walk:
            column.sort(key=lambda node: _middle(getattr(node, side), node.y))
            for index, node in enumerate(column):
                node.y = index - len(column) / 2


def _middle(neighbours: Sequence[Node], otherwise: float) -> float:
    return sum(node.y for node in neighbours) / len(neighbours) if neighbours else otherwise


def _set_heights(columns: list[list[Node]], gap: float) -> None:
    """Move nodes towards their neighbours without changing the order or coming too near."""
    for column in columns:
        _settle(column, [node.y * 60 for node in column], gap)
    for round_ in range(SWEEPS):
        side = "left" if round_ % 2 == 0 else "right"
        for column in columns if side == "left" else columns[::-1]:
            both = [
                (*node.left, *node.right) if round_ > SWEEPS - 4 else getattr(node, side) for node in column
            ]
            _settle(column, [_middle(near, node.y) for node, near in zip(column, both, strict=True)], gap)
    top = min((node.y - node.height / 2 for column in columns for node in column), default=0.0)
    for column in columns:
        for node in column:
            node.y -= top


def _settle(column: list[Node], wishes: list[float], gap: float) -> None:
    """The positions nearest to the wishes (least squares) that keep order and distance: pool adjacent violators."""
    offsets, offset = [], 0.0
    for index, node in enumerate(column):
        offset += (
            (column[index - 1].height / 2 + _gap(column[index - 1], node, gap) + node.height / 2)
            if index
            else 0
        )
        offsets.append(offset)
    pools: list[tuple[float, int]] = []
    for wish, shift in zip(wishes, offsets, strict=True):
        pools.append((wish - shift, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (second, many), (first, few) = pools.pop(), pools.pop()
            pools.append(((first * few + second * many) / (few + many), few + many))
    bases = [base for base, count in pools for _ in range(count)]
    for node, base, shift in zip(column, bases, offsets, strict=True):
        node.y = base + shift


def _gap(one: Node, other: Node, gap: float) -> float:
    """Lines may run closer together than boxes and labels."""
    return gap / 2 if "line" in (one.kind, other.kind) else gap


def _across(columns: list[list[Node]]) -> tuple[list[float], list[float]]:
    widths = [max((node.width for node in column), default=0.0) for column in columns]
    lefts: list[float] = []
    x = 0.0
    for width in widths:
        lefts.append(x)
        x += width + BETWEEN
    return lefts, widths
