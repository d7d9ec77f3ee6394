"""`note`: a text that is shown; nothing is asked."""

from typing import Literal

from django import forms
from pydantic import Field

from casetypes.definitions.schema.base import Texts
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, described
from casetypes.forms.notes import NoteField
from casetypes.kernel.expressions import CelType
from casetypes.kernel.text import pick


class NoteOptions(FieldOptions):
    """`text` is shown under the label; `tone: warning` makes it stand out."""

    type: Literal["note"]
    text: Texts = Field(default_factory=dict)
    tone: Literal["plain", "warning"] = "plain"

    @property
    def asks(self) -> bool:
        return False


class Note(FieldType[NoteOptions]):
    name = "note"
    Options = NoteOptions
    cel_type = CelType.STRING

    def form_field(self, spec: NoteOptions, language: str, context: FieldContext = ANYWHERE) -> forms.Field:
        return NoteField(
            label=pick(spec.label, language),
            text=pick(spec.text, language) or pick(spec.help, language),
            tone=spec.tone,
        )

    def clean_json(
        self, value: Json, spec: NoteOptions, language: str, context: FieldContext = ANYWHERE
    ) -> Json:
        return None

    def json_schema(self, spec: NoteOptions, language: str) -> dict[str, Json]:
        """Nothing is accepted here: machines show the text and send no value."""
        text = pick(spec.text, language)
        return described(spec, language, {"const": None, **({"description": text} if text else {})})
