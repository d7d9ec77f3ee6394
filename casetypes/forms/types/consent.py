"""`consent`: agreeing to a privacy notice in one version, which is recorded with the citizen (LGPDPPSO)."""

from typing import Annotated, Literal

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import Field, StringConstraints

from casetypes.definitions.schema.base import Key, Texts
from casetypes.definitions.schema.fields import FieldOptions
from casetypes.forms.consents import ConsentField
from casetypes.forms.field_type import ANYWHERE, FieldContext, FieldType, Json, common, described, said
from casetypes.forms.texts import NO, YES
from casetypes.kernel.expressions import CelType
from casetypes.kernel.text import pick

Version = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class ConsentOptions(FieldOptions):
    """`notice` and `version` are what gets recorded; `text` is what is shown beside the checkbox. Who answers nothing
    personal has nothing to agree to and is not asked, unless `asked: always`."""

    type: Literal["consent"]
    notice: Key = "privacy"
    version: Version = "1"
    text: Texts = Field(default_factory=dict)
    asked: Literal["personal", "always"] = "personal"

    @property
    def goes_with_personal(self) -> bool:
        return self.asked == "personal"


class Consent(FieldType[ConsentOptions]):
    name = "consent"
    Options = ConsentOptions
    cel_type = CelType.BOOL
    json_types = (bool,)
    correctable = False

    def form_field(
        self, spec: ConsentOptions, language: str, context: FieldContext = ANYWHERE
    ) -> forms.Field:
        field = ConsentField(
            notice=spec.notice,
            version=spec.version,
            text=pick(spec.text, language),
            **common(spec, language),
        )
        field.error_messages["required"] = _("Without your agreement the city cannot take this in.")
        return field

    def is_missing(self, value: Json, spec: ConsentOptions) -> bool:
        """A notice that was not agreed to is as good as none."""
        return value is not True

    def json_schema(self, spec: ConsentOptions, language: str) -> dict[str, Json]:
        shape = {"type": "boolean", **({"const": True} if spec.required else {})}
        text = pick(spec.text, language)
        return described(spec, language, {
            **shape, **({"description": text} if text else {}),
            "x-agora-notice": f"{spec.notice}@{spec.version}",
        })  # fmt: skip

    def display(self, value: Json, spec: ConsentOptions, language: str) -> str:
        return "" if value is None else said(YES if value else NO, language)
