"""`choice`: one of the definition's options."""

from typing import Literal

from django import forms
from pydantic import Field

from casetypes.definitions.schema.base import Key, Texts
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import (
    ANYWHERE,
    FieldContext,
    FieldType,
    Json,
    common,
    described,
    labelled,
)
from casetypes.kernel.expressions import CelType
from casetypes.kernel.text import pick

MOST_RADIOS = 8


class ChoiceOptions(FieldOptions):
    """`options` maps each key, which is what gets stored, to its texts."""

    type: Literal["choice"]
    options: dict[Key, Texts] = Field(min_length=1, max_length=200)


class Choice(FieldType[ChoiceOptions]):
    name = "choice"
    Options = ChoiceOptions
    cel_type = CelType.STRING
    reads_from = frozenset({"text"})

    def from_other(self, value: Json, other: FieldOptions, spec: ChoiceOptions) -> Json | None:
        """A key that is still offered; of several choices only a single one."""
        if other.type == "choices" and len(value or []) == 1:
            value = value[0]
        elif other.type != self.name and other.type not in self.reads_from:
            return None
        return value if isinstance(value, str) and value in spec.options else None

    def form_field(self, spec: ChoiceOptions, language: str, context: FieldContext = ANYWHERE) -> forms.Field:
        offered = labelled(spec.options, language)
        if len(offered) <= MOST_RADIOS:
            return forms.ChoiceField(choices=offered, widget=forms.RadioSelect, **common(spec, language))
        return forms.ChoiceField(choices=[("", "—"), *offered], **common(spec, language))

    def json_schema(self, spec: ChoiceOptions, language: str) -> dict[str, Json]:
        one_of = [{"const": key, "title": label} for key, label in labelled(spec.options, language)]
        return described(spec, language, {"type": "string", "oneOf": one_of})

    def display(self, value: Json, spec: ChoiceOptions, language: str) -> str:
        return pick(spec.options.get(value, {}), language) or str(value or "")
