"""What CEL checks an expression in: every field as a protocol-buffer message, so that types and names are verified.

The first expression of an environment costs fifteen times the next one, so expressions of many definitions share one,
as far as they see the same things as the same types.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cel_expr_python import cel
from google.protobuf import descriptor_pb2, duration_pb2, struct_pb2, timestamp_pb2
from google.protobuf.descriptor_pool import DescriptorPool

from casetypes.kernel.expressions.functions import checked_functions
from casetypes.kernel.expressions.types import CelType, Frozen, Slot, Types, as_slot, freeze

_PACKAGE = "agora"
_PROTO = descriptor_pb2.FieldDescriptorProto
_SCALARS = {
    CelType.BOOL: _PROTO.TYPE_BOOL,
    CelType.INT: _PROTO.TYPE_INT64,
    CelType.DOUBLE: _PROTO.TYPE_DOUBLE,
    CelType.STRING: _PROTO.TYPE_STRING,
}
_KNOWN_MESSAGES = {
    CelType.TIMESTAMP: ".google.protobuf.Timestamp",
    CelType.DURATION: ".google.protobuf.Duration",
    CelType.DYN: ".google.protobuf.Value",
}
_ROOT_TYPES = {
    CelType.BOOL: cel.Type.BOOL,
    CelType.INT: cel.Type.INT,
    CelType.DOUBLE: cel.Type.DOUBLE,
    CelType.STRING: cel.Type.STRING,
    CelType.TIMESTAMP: cel.Type.TIMESTAMP,
    CelType.DURATION: cel.Type.DURATION,
    CelType.DYN: cel.Type.DYN,
}
_WELL_KNOWN = (struct_pb2, timestamp_pb2, duration_pb2)


@dataclass(frozen=True)
class _Shared:
    """An environment, and what there is to see in it."""

    types: Types
    environment: cel.Env


_shared: list[_Shared] = []  # none, or one


def expect(seen: Iterable[Types]) -> None:
    """What the next expressions see gets one environment; where two see another type, the first one counts."""
    together: dict[str, Any] = {}
    for types in seen:
        _join(together, types)
    _shared[:] = [_Shared(together, environment(freeze(together)))]


def shared_environment(types: Types) -> cel.Env | None:
    """The one that knows all of `types` as they are, and more: for an expression that is known to read nothing else."""
    return next((shared.environment for shared in _shared if _holds(shared.types, types)), None)


def _join(known: dict[str, Any], types: Types) -> None:
    for name, field in types.items():
        slot = as_slot(field)
        inner = _inside(slot)
        if inner is None:
            known.setdefault(name, slot)
        elif (there := _inside(known.setdefault(name, Slot({})))) is not None:
            _join(there, inner)


def _holds(known: Types, types: Types) -> bool:
    """A list of groups has to be the very same: what an expression reads in it is not looked at before."""
    for name, field in types.items():
        if name not in known:
            return False
        slot, there = as_slot(field), as_slot(known[name])
        inner, within = _inside(slot), _inside(there)
        if inner is None or within is None:
            if (slot.type, slot.many) != (there.type, there.many):
                return False
        elif not _holds(within, inner):
            return False
    return True


def _inside(slot: Slot) -> Any:
    """The fields of a single group; None of anything else."""
    return None if slot.many or isinstance(slot.type, CelType) else slot.type


@lru_cache(maxsize=256)
def environment(frozen: Frozen) -> cel.Env:
    """One message per root in a proto2 file of its own (proto3 rejects keys that differ by an underscore)."""
    file = descriptor_pb2.FileDescriptorProto(name="agora.proto", package=_PACKAGE, syntax="proto2")
    pool = DescriptorPool()
    for module in _WELL_KNOWN:
        file.dependency.append(module.DESCRIPTOR.name)
        pool.AddSerializedFile(module.DESCRIPTOR.serialized_pb)
    variables: dict[str, cel.Type] = {}
    for name, type_, is_many, _ in frozen:
        if isinstance(type_, CelType):
            known = _ROOT_TYPES[type_]
        else:
            _fill(file.message_type.add(name=name), type_, f".{_PACKAGE}.{name}")
            known = cel.Type(f"{_PACKAGE}.{name}")
        variables[name] = cel.Type.List(known) if is_many else known
    pool.AddSerializedFile(file.SerializeToString())
    return cel.NewEnv(pool, variables=variables, functions=checked_functions())


def _fill(message: descriptor_pb2.DescriptorProto, fields: Frozen, full_name: str) -> None:
    for number, (name, type_, is_many, _) in enumerate(fields, 1):
        field = message.field.add(name=name, json_name=f"j{number}", number=number)
        field.label = _PROTO.LABEL_REPEATED if is_many else _PROTO.LABEL_OPTIONAL
        if not isinstance(type_, CelType):
            nested = f"M_{name}"  # a message may not have the name of a field beside it
            _fill(message.nested_type.add(name=nested), type_, f"{full_name}.{nested}")
            field.type, field.type_name = _PROTO.TYPE_MESSAGE, f"{full_name}.{nested}"
        elif type_ in _SCALARS:
            field.type = _SCALARS[type_]
        else:
            field.type, field.type_name = _PROTO.TYPE_MESSAGE, _KNOWN_MESSAGES[type_]
