from collections.abc import Callable
from typing import Any

import pytest
from pydantic import TypeAdapter

from casetypes.definitions.schema.fields import AnyField, FieldOptions

ADAPTER: TypeAdapter[FieldOptions] = TypeAdapter(AnyField)


@pytest.fixture(scope="session")
def field() -> Callable[..., FieldOptions]:
    """`field("text", max=5)`: a field as a definition declares it."""

    def _field(kind: str, **options: Any) -> FieldOptions:
        return ADAPTER.validate_python({"type": kind, **options})

    return _field


@pytest.fixture(scope="session")
def fields(field) -> Callable[..., dict[str, FieldOptions]]:
    """`fields(via={"type": "text"})`: several fields by key."""

    def _fields(**declared: dict[str, Any]) -> dict[str, FieldOptions]:
        return {key: ADAPTER.validate_python(options) for key, options in declared.items()}

    return _fields
