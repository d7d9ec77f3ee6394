"""Marks on types that say what a text stands for: the key of something else, or an expression.

A model (also the arguments of an effect or the options of a field type) that uses these types is checked by the
linter with no more code: the thing must exist, the expression must fit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from casetypes.definitions.schema.base import Expression, Key, RoleRef, Slug, Translated
from casetypes.definitions.schema.effects import EffectCall


@dataclass(frozen=True)
class Refers:
    """The text is the key of a `kind` (state, desk, message, …); `verb` makes the sentence of a problem."""

    kind: str
    verb: str = "names"


@dataclass(frozen=True)
class Evaluates:
    """The text is an expression that yields `result`: boolean, text, integer, moment, any, or calc (as that
    calculation says)."""

    result: str


Mark = Refers | Evaluates | Translated


@dataclass(frozen=True)
class Marked:
    """One marked value of a model and the path to it (aliases, as in the file). `is_key`: it is a mapping's key.

    `value` is text, and a mapping of languages for what is Translated.
    """

    path: tuple[str | int, ...]
    mark: Mark
    value: Any
    is_key: bool = False


StateKey = Annotated[Key, Refers("state")]
TargetState = Annotated[Key, Refers("state", "goes to")]
SourceState = Annotated[Key, Refers("state", "starts from")]
RunningState = Annotated[Key, Refers("state", "runs in")]
PausingState = Annotated[Key, Refers("state", "pauses in")]
OpenState = Annotated[Key, Refers("state", "is open in")]
TransitionKey = Annotated[Key, Refers("transition")]
ClockStart = Annotated[str, Refers("clock start", "starts with")]
FieldKey = Annotated[Key, Refers("field")]
FormFieldKey = Annotated[Key, Refers("form field", "writes")]
MigratedState = Annotated[Key, Refers("state", "moves cases to")]
MigratedField = Annotated[Key, Refers("form field", "moves answers to")]
ChecklistKey = Annotated[Key, Refers("checklist")]
WorkOrderKey = Annotated[Key, Refers("work order")]
MessageKey = Annotated[Key, Refers("message")]
SurveyKey = Annotated[Key, Refers("survey")]
CalculationKey = Annotated[Key, Refers("computed value")]
CalendarKey = Annotated[Slug, Refers("calendar", "uses the calendar")]
DeskKey = Annotated[Slug, Refers("desk", "names the desk")]
DepartmentKey = Annotated[Slug, Refers("department", "belongs to")]
CategoryKey = Annotated[Key, Refers("category", "belongs to the category")]
ZoneKey = Annotated[str, Refers("zone", "covers the zone")]
ServiceKey = Annotated[Key, Refers("service")]
RoleName = Annotated[RoleRef, Refers("role", "names the role")]
Condition = Annotated[Expression, Evaluates("boolean")]
Formula = Annotated[Expression, Evaluates("calc")]
TextExpression = Annotated[Expression, Evaluates("text")]
IntegerExpression = Annotated[Expression, Evaluates("integer")]
MomentExpression = Annotated[Expression, Evaluates("moment")]
AnyExpression = Annotated[Expression, Evaluates("any")]


def marked(model: BaseModel) -> list[Marked]:
    """Every marked text in a model, in the order of its fields."""
    return list(_of_model(model, ()))


def _of_model(model: BaseModel, path: tuple[str | int, ...]) -> Iterator[Marked]:
    if isinstance(model, EffectCall):
        yield from _of_model(model.args, (*path, model.name))
        return
    for name, key, shape, marks in _worth_a_look(type(model)):
        if value := getattr(model, name):
            yield from _of(value, shape, marks, (*path, key))


@lru_cache(maxsize=1024)
def _worth_a_look(model: type[BaseModel]) -> tuple[tuple[str, str, Any, tuple[Any, ...]], ...]:
    """Name, key in the file, type and marks of those fields of a model that can hold something marked."""
    return tuple(
        (name, field.alias or name, field.annotation, tuple(field.metadata))
        for name, field in model.model_fields.items()
        if _may_hold_marks(field.annotation, tuple(field.metadata))
    )


def _may_hold_marks(shape: Any, marks: tuple[Any, ...]) -> bool:
    if any(isinstance(mark, Refers | Evaluates | Translated) for mark in marks):
        return True
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return True
    if get_origin(shape) is Annotated:
        inner, *more = get_args(shape)
        return _may_hold_marks(inner, tuple(more))
    return any(_may_hold_marks(part, ()) for part in get_args(shape))


def _of(value: Any, shape: Any, marks: tuple[Any, ...], path: tuple[str | int, ...]) -> Iterator[Marked]:
    """`shape` is the type `value` was declared with, `marks` what Annotated it."""
    while get_origin(shape) is Annotated:
        shape, *more = get_args(shape)
        marks = (*marks, *more)
    if isinstance(value, BaseModel):
        yield from _of_model(value, path)
    elif isinstance(value, dict) and any(isinstance(mark, Translated) for mark in marks):
        yield Marked(path, Translated(), value)
    elif isinstance(value, dict):
        yield from _of_dict(value, _part(shape, dict), path)
    elif isinstance(value, list | tuple):
        inner = get_args(_part(shape, list))
        for index, item in enumerate(value):
            yield from _of(item, inner[0] if inner else Any, (), (*path, index))
    elif isinstance(value, str):
        every = (*marks, *_marks_of_union(shape))
        yield from (Marked(path, mark, value) for mark in every if isinstance(mark, Refers | Evaluates))


def _of_dict(value: dict[str, Any], shape: Any, path: tuple[str | int, ...]) -> Iterator[Marked]:
    key_shape, value_shape = get_args(shape) or (Any, Any)
    for key, item in value.items():
        for found in _of(key, key_shape, (), (*path, key)):
            yield Marked(found.path, found.mark, found.value, is_key=True)
        yield from _of(item, value_shape, (), (*path, key))


def _part(shape: Any, origin: type) -> Any:
    """The member of a union that is a `dict[…]` or a `list[…]`; the shape itself when it is no union."""
    if get_origin(shape) in (Union, UnionType):
        return next((_part(part, origin) for part in get_args(shape) if _origin(part) is origin), Any)
    while get_origin(shape) is Annotated:
        shape = get_args(shape)[0]
    return shape


def _origin(shape: Any) -> Any:
    return _origin(get_args(shape)[0]) if get_origin(shape) is Annotated else get_origin(shape)


def _marks_of_union(shape: Any) -> tuple[Any, ...]:
    if get_origin(shape) not in (Union, UnionType):
        return ()
    return tuple(
        mark for part in get_args(shape) if get_origin(part) is Annotated for mark in get_args(part)[1:]
    )
