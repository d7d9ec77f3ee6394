"""Marks on types that say what a text stands for: the key of something else, or an expression.

A model (also the arguments of an effect or the options of a field type) that uses these types is checked by the
linter with no more code: the thing must exist, the expression must fit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema

from casetypes.definitions.schema.base import Expression, Key, RoleRef, Slug, Translated
from casetypes.definitions.schema.effects import EffectCall
from casetypes.kernel.vocabulary import RIGHTS


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
Path = tuple[str | int, ...]


class Marked(NamedTuple):
    """One marked value of a model and the path to it (aliases, as in the file). `is_key`: it is a mapping's key.

    `value` is text, and a mapping of languages for what is Translated.
    """

    path: Path
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
ClockKey = Annotated[Key, Refers("clock", "expects the clock")]
CalculationKey = Annotated[Key, Refers("computed value")]
CalendarKey = Annotated[Slug, Refers("calendar", "uses the calendar")]
DeskKey = Annotated[Slug, Refers("desk", "names the desk")]
CrewRef = Annotated[str, Refers("crew", "names the crew")]
DepartmentKey = Annotated[Slug, Refers("department", "belongs to")]
CategoryKey = Annotated[Key, Refers("category", "belongs to the category")]
ZoneKey = Annotated[str, Refers("zone", "covers the zone")]
ServiceKey = Annotated[Key, Refers("service")]
RightName = Annotated[
    Key, Refers("right", "gives the right"), WithJsonSchema({"type": "string", "enum": list(RIGHTS)})
]
RoleName = Annotated[RoleRef, Refers("role", "names the role")]
Condition = Annotated[Expression, Evaluates("boolean")]
Formula = Annotated[Expression, Evaluates("calc")]
TextExpression = Annotated[Expression, Evaluates("text")]
IntegerExpression = Annotated[Expression, Evaluates("integer")]
MomentExpression = Annotated[Expression, Evaluates("moment")]
AnyExpression = Annotated[Expression, Evaluates("any")]


def marked(model: BaseModel) -> list[Marked]:
    """Every marked text in a model, in the order of its fields."""
    found: list[Marked] = []
    _of_model(model, (), found)
    return found


# Walks a value that was declared with some type, and adds what is marked in it.
Walk = Callable[[Any, Path, list[Marked]], None]


def _of_model(model: BaseModel, path: Path, found: list[Marked]) -> None:
    if type(model) is EffectCall:
        _of_model(model.args, (*path, model.name), found)
        return
    values = model.__dict__
    for name, key, walk in _worth_a_look(type(model)):
        if value := values[name]:
            walk(value, (*path, key), found)


@lru_cache(maxsize=1024)
def _worth_a_look(model: type[BaseModel]) -> tuple[tuple[str, str, Walk], ...]:
    """Name, key in the file and walk of those fields of a model that can hold something marked."""
    walks = (
        (name, field.alias or name, _walk_of(field.annotation, tuple(field.metadata)))
        for name, field in model.model_fields.items()
    )
    return tuple((name, key, walk) for name, key, walk in walks if walk is not None)


def _walk_of(shape: Any, marks: tuple[Any, ...] = ()) -> Walk | None:
    """The walk of values of a type that `marks` annotate; None when nothing in them can be marked."""
    if not _may_hold_marks(shape, marks):
        return None
    while get_origin(shape) is Annotated:
        shape, *more = get_args(shape)
        marks = (*marks, *more)
    if any(isinstance(mark, Translated) for mark in marks):
        return _text_walk
    in_text = tuple(
        mark for mark in (*marks, *_marks_of_union(shape)) if isinstance(mark, Refers | Evaluates)
    )
    inner = get_args(_part(shape, list))
    of_items = _walk_of(inner[0]) if inner else None
    key_shape, value_shape = get_args(_part(shape, dict)) or (Any, Any)
    of_keys, of_values = _walk_of(key_shape), _walk_of(value_shape)

    def walk(value: Any, path: Path, found: list[Marked]) -> None:
        if isinstance(value, str):
            found.extend([Marked(path, mark, value) for mark in in_text])
        elif isinstance(value, dict):
            _walk_entries(value, of_keys, of_values, path, found)
        elif of_items is not None and isinstance(value, list | tuple):
            for index, item in enumerate(value):
                of_items(item, (*path, index), found)
        elif isinstance(value, BaseModel):
            _of_model(value, path, found)

    return walk


_FOR_PEOPLE = Translated()


def _text_walk(value: Any, path: Path, found: list[Marked]) -> None:
    if isinstance(value, dict):
        found.append(Marked(path, _FOR_PEOPLE, value))


def _walk_entries(
    value: dict[str, Any], of_keys: Walk | None, of_values: Walk | None, path: Path, found: list[Marked]
) -> None:
    for key, item in value.items():
        here = (*path, key)
        if of_keys is not None:
            keys: list[Marked] = []
            of_keys(key, here, keys)
            found.extend(one._replace(is_key=True) for one in keys)
        if of_values is not None:
            of_values(item, here, found)


def _may_hold_marks(shape: Any, marks: tuple[Any, ...]) -> bool:
    if any(isinstance(mark, Refers | Evaluates | Translated) for mark in marks):
        return True
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return True
    if get_origin(shape) is Annotated:
        inner, *more = get_args(shape)
        return _may_hold_marks(inner, tuple(more))
    return any(_may_hold_marks(part, ()) for part in get_args(shape))


def _part(shape: Any, origin: type) -> Any:
    """The member of a union that is a `dict[…]` or a `list[…]`; the shape itself when it is that; else Any."""
    if get_origin(shape) in (Union, UnionType):
        return next((_part(part, origin) for part in get_args(shape) if _origin(part) is origin), Any)
    while get_origin(shape) is Annotated:
        shape = get_args(shape)[0]
    return shape if get_origin(shape) is origin else Any


def _origin(shape: Any) -> Any:
    return _origin(get_args(shape)[0]) if get_origin(shape) is Annotated else get_origin(shape)


def _marks_of_union(shape: Any) -> tuple[Any, ...]:
    if get_origin(shape) not in (Union, UnionType):
        return ()
    return tuple(
        mark for part in get_args(shape) if get_origin(part) is Annotated for mark in get_args(part)[1:]
    )
