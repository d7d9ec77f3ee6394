"""Canonical JSON, SHA-256 and Merkle trees.

Canonical JSON follows RFC 8785 (sorted keys, no spaces, UTF-8, numbers as ECMAScript writes them), so that
anyone can recompute a hash with a public tool. Trees follow RFC 6962: leaves and nodes are hashed with
different first bytes, and both kinds of proof are the ones defined there. `leaves` are always leaf *hashes*.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

_EMPTY_ROOT = hashlib.sha256(b"").digest()


def canonical_json(value: object) -> bytes:
    """The one way to write `value` as JSON.

    Takes None, bool, int, finite float, str, list, tuple, mappings with text keys, and writes datetimes as
    RFC 3339 in UTC, dates as ISO, Decimal and UUID as text. Raises TypeError or ValueError for anything else.
    """
    try:
        return _FAST.encode(_plain(value)).encode("utf-8")
    except _Unusual:
        return _write(value).encode("utf-8")


class _Unusual(Exception):
    """A value whose text the encoder of the standard library would write in another way."""


_FAST = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_AS_IT_IS = frozenset({str, int, bool, type(None)})


def _plain(value: object) -> object:
    """The value for the standard encoder, which is ten times as fast; raises _Unusual for what it writes differently:
    floats, keys beyond ASCII (another order) and types of its own."""
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind is dict:
        mapping: dict[object, object] = value  # type: ignore[assignment]
        if not all(type(key) is str and key.isascii() for key in mapping):
            raise _Unusual
        return {key: _plain(each) for key, each in mapping.items()}
    if kind is list or kind is tuple:
        return [_plain(each) for each in value]  # type: ignore[attr-defined]
    if kind is datetime:
        return _moment(value)  # type: ignore[arg-type]
    raise _Unusual


def _write(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_key(key)}:{_write(value[key])}" for key in sorted(value, key=_order)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_write, value)) + "]"
    if isinstance(value, float):
        return _number(value)
    return json.dumps(_scalar(value), ensure_ascii=False)


def _order(key: object) -> bytes:
    if not isinstance(key, str):
        raise TypeError(f"canonical JSON needs text keys, not {key!r}")
    return key.encode("utf-16-be")


def _key(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)


def _scalar(value: object) -> str | int | bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"canonical JSON cannot hold a {type(value).__name__}; turn it into text first")


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError(f"canonical JSON needs moments with a time zone, not {value.isoformat()}")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _number(value: float) -> str:
    """As ECMAScript's Number::toString: 1e21 and more, or less than 1e-6, in exponent form; 1.0 as 1."""
    if not math.isfinite(value):
        raise ValueError(f"canonical JSON cannot hold {value}")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    digits, _, exponent = f"{Decimal(repr(abs(value))).normalize():e}".partition("e")
    digits = digits.replace(".", "")
    point = int(exponent) + 1  # digits before the decimal point
    if len(digits) <= point <= 21:
        return sign + digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{fraction}e{point - 1:+d}"


def sha256_hex(data: bytes) -> str:
    """64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def leaf_hash(data: bytes) -> bytes:
    """Hash of one entry of a tree (RFC 6962, 2.1: first byte 0)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node (first byte 1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The compact state of a growing tree: one hash per full subtree, largest first (at most 64).

    Appending costs about one hash and the root about log2(size), whatever the size.
    """

    def __init__(self, size: int = 0, nodes: Sequence[bytes] = ()) -> None:
        if len(nodes) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} subtrees, not {len(nodes)}")
        self.size = size
        self.nodes = list(nodes)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        size = self.size
        while size & 1:
            leaf = node_hash(self.nodes.pop(), leaf)
            size >>= 1
        self.nodes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root of the tree as it is now; of the empty tree, SHA-256 of nothing."""
        if not self.nodes:
            return _EMPTY_ROOT
        *rest, root = self.nodes
        for node in reversed(rest):
            root = node_hash(node, root)
        return root


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Root over leaf hashes, in order."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root, from the bottom up (RFC 6962, 2.1.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"there is no leaf {index} in a tree of {len(leaves)}")
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), merkle_root(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), merkle_root(leaves[:split])]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows that the leaf hash stands at `index` in the tree of that size and root."""
    if not 0 <= index < size:
        return False
    last, node = size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            node = node_hash(sibling, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and node == root


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """The hashes that show that the tree of the first `old_size` leaves begins this one (2.1.2)."""
    if not 0 <= old_size <= len(leaves):
        raise IndexError(f"a tree of {len(leaves)} leaves never had {old_size}")
    if old_size in {0, len(leaves)}:
        return []
    return _subproof(leaves, old_size, True)


def _subproof(leaves: Sequence[bytes], old_size: int, known: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if known else [merkle_root(leaves)]
    split = _split(len(leaves))
    if old_size <= split:
        return [*_subproof(leaves[:split], old_size, known), merkle_root(leaves[split:])]
    return [*_subproof(leaves[split:], old_size - split, False), merkle_root(leaves[:split])]


def verify_consistency(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the tree with `new_root` only appended to the one with `old_root` (RFC 9162, 2.1.4.2)."""
    if old_size in {0, new_size}:
        return not proof and (old_root == new_root if old_size else old_root == _EMPTY_ROOT)
    if not 0 < old_size < new_size or not proof:
        return False
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    index, last = old_size - 1, new_size - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if index & 1 or index == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root
