"""The base of every field type: options, one Django field, one JSON shape, one schema, one display.

Values are JSON-shaped wherever they are stored or sent: text, whole numbers, numbers (decimal and money too),
true/false, ISO dates, lists and mappings. `from_json` gives what expressions and displays work with.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.masking import HIDDEN
from casetypes.kernel.expressions import CelType, Slot
from casetypes.kernel.text import Texts, pick

Json = Any
ExpressionField = CelType | Slot | Mapping[str, Any]  # what `kernel.expressions` takes as a field
O = TypeVar("O", bound=FieldOptions)  # noqa: E741


@dataclass(frozen=True)
class FieldContext:
    """Where a form is used: at which desk (only its crews are offered), for a legacy record or not."""

    desk: str | None = None
    legacy: bool = False


ANYWHERE = FieldContext()


class FieldType(ABC, Generic[O]):
    """One kind of field. Stateless; one instance stands under `name` in `kernel.registry.field_types`."""

    name: ClassVar[str]
    Options: ClassVar[type[FieldOptions]]
    cel_type: ClassVar[ExpressionField]
    json_types: ClassVar[tuple[type, ...]] = (str,)
    takes_files: ClassVar[bool] = False
    correctable: ClassVar[bool] = True  # False: only who reported gives it, staff never corrects it
    reads_from: ClassVar[frozenset[str]] = frozenset()  # types whose stored answers this one may take over

    def expression_type(self, spec: O) -> ExpressionField:
        """What expressions may do with an answer; depends on `spec` only for a group."""
        return self.cel_type

    @abstractmethod
    def form_field(self, spec: O, language: str, context: FieldContext = ANYWHERE) -> forms.Field | None:
        """A Django field whose `clean` holds every rule of the option model; None when nothing is asked."""

    def to_json(self, value: Any, spec: O) -> Json:
        """The JSON shape of a cleaned value."""
        return value

    def from_json(self, value: Json, spec: O) -> Any:
        """The Python value of a stored answer (a date for "2026-12-01"), as expressions read it."""
        return value

    def from_expression(self, value: Any, spec: O) -> Json:
        """The JSON shape of what an expression gave, for the effect `set`."""
        return value

    @abstractmethod
    def json_schema(self, spec: O, language: str) -> dict[str, Json]:
        """JSON Schema 2020-12 of one answer."""

    def display(self, value: Json, spec: O, language: str) -> str:
        """A stored answer as a person reads it."""
        return "" if value is None else str(value)

    def mask(self, value: Json, spec: O) -> str:
        """What a personal answer shows before anybody says what for (see `masking`). Nothing, where little is much: of
        a date, a choice or a number each character tells too much."""
        return HIDDEN

    def in_file(self, value: Json, spec: O, language: str) -> str:
        """The same for a spreadsheet, which sorts and adds up: moments as YYYY-MM-DD HH:MM, numbers without a unit."""
        return self.display(value, spec, language)

    def clean_json(self, value: Json, spec: O, language: str, context: FieldContext = ANYWHERE) -> Json:
        """A raw JSON-shaped answer, validated; None when it says nothing. Raises Django's ValidationError.

        A legacy record comes from text columns, so there the type of the raw value is not held against it.
        """
        if not context.legacy:
            self.check_type(value)
        field = self.form_field(spec, language, context)
        if field is None or value is None:
            return None
        field.required = False
        cleaned = field.clean(self.prepare(value))
        return None if cleaned in field.empty_values else self.to_json(cleaned, spec)

    def from_other(self, value: Json, other: FieldOptions, spec: O) -> Json | None:
        """A stored answer of a field with the options `other`, as this field stores it; None when that would lose
        something or is not possible. Of the same type it stays: limits that came later do not reach back."""
        if other.type == self.name:
            return value
        return self.cleaned_alike(value, spec) if other.type in self.reads_from else None

    def cleaned_alike(self, value: Json, spec: O) -> Json | None:
        """The value, when this field would accept it and keep every bit of it."""
        try:
            cleaned = self.clean_json(value, spec, "es")
        except ValidationError:
            return None
        return cleaned if cleaned == value else None

    def is_missing(self, value: Json, spec: O) -> bool:
        """Whether a cleaned answer leaves a required question unanswered."""
        return value is None

    def prepare(self, value: Json) -> Any:
        """A raw JSON value in the form that the Django field's `clean` reads."""
        return value

    def check_type(self, value: Json) -> None:
        """Refuse a value of the wrong JSON type before any conversion is tried."""
        if value is None or (isinstance(value, self.json_types) and self._is_not_a_lookalike(value)):
            return
        raise ValidationError(wrong_type(self.json_types), code="wrong-type")

    def _is_not_a_lookalike(self, value: Json) -> bool:
        return not isinstance(value, bool) or bool in self.json_types


_TYPE_WORDS: Mapping[type, object] = {
    str: _("text"), int: _("a whole number"), float: _("a number"), bool: _("true or false"),
    list: _("a list"), dict: _("a group of values"),
}  # fmt: skip


def wrong_type(expected: tuple[type, ...]) -> str:
    """ "Send text here." and the like, as a lazy text."""
    return _("Send %(kind)s here.") % {"kind": _TYPE_WORDS[expected[-1]]}


def common(spec: FieldOptions, language: str) -> dict[str, Any]:
    """The arguments that any Django field takes from its options."""
    return {
        "required": spec.required,
        "label": pick(spec.label, language) or None,
        "help_text": pick(spec.help, language),
    }


def described(spec: FieldOptions, language: str, schema: dict[str, Json]) -> dict[str, Json]:
    """`schema` with the title, the description and the field type that every schema carries."""
    texts = {"title": pick(spec.label, language), "description": pick(spec.help, language)}
    return {**{key: text for key, text in texts.items() if text}, **schema, "x-agora-type": spec.type}


def labelled(options: Mapping[str, Texts], language: str) -> list[tuple[str, str]]:
    """(key, label) of each option, in the order of the definition."""
    return [(key, pick(texts, language) or key) for key, texts in options.items()]


def given(**limits: object) -> dict[str, Json]:
    """Only the limits that the definition sets."""
    return {key: value for key, value in limits.items() if value is not None}


def said(text: object, language: str) -> str:
    """A lazy text in a language that may not be the active one."""
    with translation.override(language):
        return str(text)
