"""Shared ground of every model of the language: strict keys, texts per language, key patterns."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from casetypes.kernel.business_time import Span
from casetypes.kernel.errors import DomainError
from casetypes.kernel.phrases import phrase

RESERVED_KEYS = frozenset({"in", "true", "false", "null"})


class Model(BaseModel):
    """A mapping of the language. Unknown keys are errors; built late, when all plugins are registered."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, populate_by_name=True)


def readable(parse: Callable[[Any], object]) -> AfterValidator:
    """The value must be one that the kernel reads; what it says against it becomes the problem's message."""

    def check(value: Any) -> Any:
        try:
            parse(value)
        except DomainError as error:
            raise PydanticCustomError("kernel", "{why}", {"why": error.message}) from None
        return value

    return AfterValidator(check)


def _not_reserved(key: str) -> str:
    if key in RESERVED_KEYS:
        raise ValueError(
            phrase('"%(key)s" is a word of the expression language; choose another key', key=key)
        )
    return key


Key = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60), AfterValidator(_not_reserved)
]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


class Translated:
    """Marks a text for people, in one language or more."""


Texts = Annotated[dict[Language, str], Translated()]
Expression = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
SpanText = Annotated[
    str,
    StringConstraints(pattern=r"^\d{1,6} (working )?(minute|hour|day|week|month|year)s?( after closing)?$"),
    readable(lambda text: Span.parse(text.removesuffix(" after closing"))),
]
RoleRef = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(@[a-z][a-z0-9-]*)?$")]
Document = dict[str, Any]
