"""Check an expression against the types it may see."""

from functools import lru_cache
from typing import Any

from cel_expr_python import cel
from google.protobuf import descriptor_pb2, duration_pb2, struct_pb2, timestamp_pb2
from google.protobuf.descriptor_pool import DescriptorPool

from casetypes.kernel.expressions.functions import checked_functions
from casetypes.kernel.expressions.literals import unusable_literals
from casetypes.kernel.expressions.problems import ExpressionProblem, from_cel, not_set, unusable, wrong_result
from casetypes.kernel.expressions.syntax import parse, references
from casetypes.kernel.expressions.types import CelType, Frozen, Slot, Types, as_slot, freeze, thaw
from casetypes.kernel.expressions.unset import unguarded
from casetypes.kernel.phrases import phrase

LONGEST = 2000
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


def check(text: str, types: Types, expects: CelType | None = None) -> list[ExpressionProblem]:
    """Everything wrong with an expression, by column; an empty list means that it may run.

    `expects` is the type its place needs, such as CelType.BOOL for a guard.
    """
    types = _with_now(types)
    form = _form(text)
    if form:
        return [form]
    seen = _seen_by(text, types)
    if seen is not None and _is_clean(text, freeze(seen), expects):
        return []
    return _problems(text, types, freeze(types), expects)


def _seen_by(text: str, types: Types) -> Types | None:
    """Only what the expression reads, so that equal expressions of many definitions are checked once.

    None when it reads something that is not there: to say what is, all of `types` is needed.
    """
    seen: dict[str, Any] = {}
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
    return not _problems(text, thaw(seen), seen, expects)


def _problems(text: str, types: Types, frozen: Frozen, expects: CelType | None) -> list[ExpressionProblem]:
    try:
        compiled = _environment(frozen).compile(text)
    except RuntimeError as error:
        return from_cel(str(error), text, types)
    tree = parse(compiled.serialize())
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
        return _result(_environment(freeze(_with_now(types))).compile(text).return_type())
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


@lru_cache(maxsize=256)
def _environment(frozen: Frozen) -> cel.Env:
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
