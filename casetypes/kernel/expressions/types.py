"""What an expression may see: a description of every root and field.

>>> {"form": {"profundidad_cm": CelType.INT, "fecha": optional(CelType.TIMESTAMP),
...           "personas": many({"edad": CelType.INT})},
...  "evidence": {"despues": CelType.INT}}

`now` (a timestamp) is always there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Union


class CelType(StrEnum):
    """The types of CEL. Fields are one of the first seven; the others only come out of expressions."""

    BOOL = "bool"
    INT = "int"
    DOUBLE = "double"
    STRING = "string"
    TIMESTAMP = "timestamp"
    DURATION = "duration"
    DYN = "dyn"
    LIST = "list"
    MAP = "map"
    NULL = "null"
    MESSAGE = "message"
    TYPE = "type"
    BYTES = "bytes"


@dataclass(frozen=True)
class Slot:
    """One field: its type (a mapping for nested fields), whether it repeats, whether it may be absent."""

    type: "CelType | Mapping[str, Field]"
    many: bool = False
    optional: bool = False


Field = Union[CelType, Slot, Mapping[str, "Field"]]  # noqa: UP007  (it names itself)
Types = Mapping[str, Field]


def optional(field: Field) -> Slot:
    """The same field, but it may be absent: reading it needs `has()` around it."""
    slot = as_slot(field)
    return Slot(slot.type, slot.many, True)


def many(field: Field) -> Slot:
    """A list of such values."""
    slot = as_slot(field)
    return Slot(slot.type, True, slot.optional)


def as_slot(field: Field) -> Slot:
    """Any of the ways to write a field, as a Slot."""
    return field if isinstance(field, Slot) else Slot(field)


def slot_at(types: Types, path: tuple[str, ...]) -> Slot | None:
    """The field under a path such as ("form", "personas", "*", "edad"); None when there is no such field."""
    slot: Slot | None = Slot(types)
    for name in path:
        if slot is None:
            return None
        slot = _step(slot, name)
    return slot


def _step(slot: Slot, name: str) -> Slot | None:
    if name == "*" or slot.many:
        return Slot(slot.type) if name == "*" and slot.many else None
    if isinstance(slot.type, CelType) or name not in slot.type:
        return None
    return as_slot(slot.type[name])


# A description as nested tuples, so that environments can be cached by it.
Frozen = tuple[tuple[str, "CelType | Frozen", bool, bool], ...]


def freeze(types: Types) -> Frozen:
    """Hashable and in a fixed order; equal descriptions freeze equal."""
    return tuple(
        (
            name,
            slot.type if isinstance(slot.type, CelType) else freeze(slot.type),
            slot.many,
            slot.optional,
        )
        for name, slot in sorted((name, as_slot(field)) for name, field in types.items())
    )


def thaw(frozen: Frozen) -> Types:
    """The description again."""
    return {
        name: Slot(type_ if isinstance(type_, CelType) else thaw(type_), is_many, is_optional)
        for name, type_, is_many, is_optional in frozen
    }
