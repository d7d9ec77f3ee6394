"""What the models allow at a place: keys for "did you mean", walked along a validator's location."""

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from casetypes.definitions.loader.marks import DataPath
from casetypes.definitions.schema.effects import OneKeyMapping
from casetypes.definitions.schema.fields import RegisteredUnion
from casetypes.kernel.registry import effects, field_types


def allowed_keys(model: type[BaseModel], loc: DataPath) -> list[str]:
    """Keys of the mapping at `loc` (its last segment is the key in question); [] when it is free or unknown."""
    shape: Any = model
    for segment in loc[:-1]:
        shape = _inside(shape, segment)
    model_here = _model(shape)
    return [] if model_here is None else [f.alias or name for name, f in model_here.model_fields.items()]


def _model(shape: Any) -> type[BaseModel] | None:
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return shape
    if get_origin(shape) is Annotated:
        return _model(get_args(shape)[0])
    if get_origin(shape) in (Union, UnionType):
        return next((found for part in get_args(shape) if (found := _model(part))), None)
    return None


def _inside(shape: Any, segment: str | int) -> Any:
    """The shape one segment further in; None when it is not known."""
    if get_origin(shape) is Annotated:
        return _inside_annotated(shape, segment)
    if get_origin(shape) in (Union, UnionType):
        parts = (_inside(part, segment) for part in get_args(shape))
        return next((part for part in parts if part is not None), None)
    if get_origin(shape) is dict:
        return get_args(shape)[1]
    if get_origin(shape) in (list, tuple):
        return get_args(shape)[0] if isinstance(segment, int) else None
    if model := _model(shape):
        return _of_model(model, segment)
    return None


def _inside_annotated(shape: Any, segment: str | int) -> Any:
    base, *marks = get_args(shape)
    if any(isinstance(mark, RegisteredUnion) for mark in marks):
        return field_types.get(str(segment)).Options if segment in field_types else None
    if any(isinstance(mark, OneKeyMapping) for mark in marks):
        return effects.get(str(segment)).Arguments if segment in effects else None
    return _inside(base, segment)


def _of_model(model: type[BaseModel], segment: str | int) -> Any:
    for name, field in model.model_fields.items():
        if segment in (name, field.alias):
            return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    return None
