"""`asset`: the number on a lamp post, a container, a well, as it is painted there."""

from typing import Any, Literal

from django import forms
from pydantic import Field

from casetypes.definitions.schema.base import Key, Texts
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described, given
from casetypes.forms.patterns import SafePattern, matches
from casetypes.forms.texts import WRONG_FORM
from casetypes.kernel.expressions import CelType
from casetypes.kernel.text import pick


class AssetOptions(FieldOptions):
    """`kind` names the sort of asset (`luminaria`); `pattern` is the form of its number."""

    type: Literal["asset"]
    kind: Key | None = None
    pattern: SafePattern | None = None
    pattern_hint: Texts = Field(default_factory=dict)


class AssetField(forms.CharField):
    """Capitals, single spaces: what is painted on the post, however it was typed."""

    def __init__(self, *, pattern: str | None, hint: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pattern = pattern
        self.hint = hint

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").upper().split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and self.pattern and not matches(self.pattern, value):
            raise forms.ValidationError(self.hint or WRONG_FORM, code="pattern")


class Asset(FieldType[AssetOptions]):
    name = "asset"
    Options = AssetOptions
    cel_type = CelType.STRING

    def form_field(self, spec: AssetOptions, language: str, context: FieldContext = ANYWHERE) -> forms.Field:
        hint = pick(spec.pattern_hint, language)
        return AssetField(max_length=60, pattern=spec.pattern, hint=hint, **common(spec, language))

    def json_schema(self, spec: AssetOptions, language: str) -> dict[str, Json]:
        kind = given(**{"x-agora-asset": spec.kind})
        return described(spec, language, {"type": "string", "maxLength": 60, **kind})
